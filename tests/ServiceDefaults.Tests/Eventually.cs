using System.Diagnostics;

namespace Teg.Platform.ServiceDefaults.Tests;

/// <summary>For what another process does in its own time: asks until it is so, or fails after the limit.</summary>
internal static class Eventually
{
    public static Task IsTrueAsync(Func<bool> condition, string what, int seconds = 20) => IsTrueAsync(() => Task.FromResult(condition()), what, seconds);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, int seconds = 20)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeLessThan(seconds, $"did not happen: {what}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
