using System.Reflection;

namespace Aspire.Hosting;

/// <summary>
/// Runs a real AppHost.cs inside a test: same composition, but free ports, an own data folder and the handle to kill and restart resources.
/// <code>await using var app = await AppHostEntryPoint.StartAsync(typeof(Projects.Sync).Assembly, new LocalOptions { Fsync = false }, ct);</code>
/// </summary>
public sealed class AppHostEntryPoint
{
    private static readonly AsyncLocal<AppHostEntryPoint?> Current = new();

    private readonly LocalOptions _options;
    private readonly TaskCompletionSource<DistributedApplication> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppHostEntryPoint(LocalOptions options) => _options = options;

    internal static bool IsTest => Current.Value is not null;

    /// <summary>Returns when every resource is healthy; disposing the application stops and wipes it.</summary>
    public static async Task<DistributedApplication> StartAsync(Assembly appHost, LocalOptions options, CancellationToken ct)
    {
        var main = appHost.EntryPoint
            ?? throw new DistributedApplicationException($"{appHost.GetName().Name} is a library; an AppHost has an entry point.");
        var run = new AppHostEntryPoint(options with
        {
            AppHostDirectory = options.AppHostDirectory ?? DistributedApplicationBuilder.FindAppHostDirectory(appHost),
        });

        // AppHost.cs blocks in Run() until the application is disposed, so it gets a thread; the options flow to it with the context.
        Current.Value = run;
        new Thread(() => run.Execute(main)) { IsBackground = true, Name = "AppHost.cs" }.Start();
        Current.Value = null;

        var application = await run._built.Task.WaitAsync(ct);
        try
        {
            await application.StartAsync(ct);
            return application;
        }
        catch (Exception exception) when (exception is DistributedApplicationException or OperationCanceledException)
        {
            await application.DisposeAsync();
            throw;
        }
    }

    internal static LocalOptions Options(string[] args) => Current.Value is { } test
        ? test._options with { Args = [.. test._options.Args, .. args] }
        : LocalOptions.FromEnvironment(args, DistributedApplicationBuilder.FindAppHostDirectory(Assembly.GetEntryAssembly()));

    internal static void Built(DistributedApplication application) => Current.Value?._built.TrySetResult(application);

    private void Execute(MethodInfo main)
    {
        try
        {
            main.Invoke(obj: null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]);
        }
        catch (TargetInvocationException exception)
        {
            // What AppHost.cs threw belongs to whoever waits for the application, with its own stack trace.
            _built.TrySetException(exception.InnerException ?? exception);
        }
    }
}
