namespace Teg.Platform.ServiceDefaults;

/// <summary>Background work that goes on in several places of a process at once.</summary>
public static class Places
{
    /// <summary>
    /// Until the process stops; then until each place has put down what it holds, because what it needs for that is taken away afterwards. A place that dies of
    /// something nobody foresaw takes the process with it: that is seen, and its work is taken over.
    /// </summary>
    public static async Task UntilStoppedAsync(IEnumerable<Task> places, CancellationToken stopping)
    {
        await foreach (var ended in Task.WhenEach(places))
        {
            await ended.ConfigureAwait(stopping.IsCancellationRequested ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
        }
    }
}
