using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Teg.Platform.Sandbox.Push;

namespace Teg.Platform.Accounts.Tests.Push;

/// <summary>The Sandbox's push service on a port of its own.</summary>
internal sealed class PushService(TimeProvider clock) : IAsyncDisposable
{
    private WebApplication? app;

    public Uri Address { get; private set; } = new("http://localhost");

    public PushDesk Desk => app!.Services.GetRequiredService<PushDesk>();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(clock).AddSingleton<PushDesk>();
        app = builder.Build();
        app.MapPushService();
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
