using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Teg.Platform.Documents.Tests.Signing;
using Teg.Platform.Sandbox;
using Teg.Platform.Sandbox.Pdf;

[assembly: AssemblyFixture(typeof(SandboxVendors))]

namespace Teg.Platform.Documents.Tests.Signing;

/// <summary>The Sandbox in this process, as SignNow and Google.</summary>
public sealed class SandboxVendors : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("vendors-").FullName;
    private WebApplication? sandbox;

    public Uri SignNowAddress { get; private set; } = null!;

    public Uri GoogleAddress { get; private set; } = null!;

    public HttpClient Control { get; private set; } = null!;

    public HttpClient SignNow { get; private set; } = null!;

    public HttpClient Google { get; private set; } = null!;

    /// <summary>The key file of the Sandbox's service account, in base64.</summary>
    public string GoogleKey { get; private set; } = "";

    /// <summary>An agreement with a place to sign for each role, as text tags.</summary>
    public static byte[] Agreement(params string[] roles) => PlainPdf.Of([["An agreement.", .. roles.Select(role => $"{{{{t:s;r:y;o:\"{role}\";w:200;h:30;}}}}")]]);

    public async ValueTask InitializeAsync()
    {
        sandbox = SandboxApp.Build(
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Monday:Port=0", "--Calendly:Port=0", "--OpenAI:Port=0", "--Mail:Port=0", $"--Sandbox:DataFolder={folder}",
            "--Sandbox:Anchor=2026-11-20", "--SignNow:WebhookRetries:0=00:00:00.100", "--SignNow:WebhookRetries:1=00:00:00.500", "--Logging:LogLevel:Default=Warning");
        await sandbox.StartAsync();
        Control = new HttpClient { BaseAddress = SandboxApp.AddressesOf(sandbox).Control };
        (SignNowAddress, GoogleAddress) = SandboxApp.DocumentVendorsOf(sandbox);
        SignNow = new HttpClient { BaseAddress = SignNowAddress };
        SignNow.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "signnow-key-in-tests");
        Google = new HttpClient { BaseAddress = GoogleAddress };
        Google.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "google-token-in-tests");
        GoogleKey = Convert.ToBase64String(Encoding.UTF8.GetBytes(await Control.GetStringAsync("/__sandbox/google/key")));
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox!.DisposeAsync();
        Control.Dispose();
        SignNow.Dispose();
        Google.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public async Task ResetAsync()
    {
        await OrderAsync("reset", new { });
        using var forgotten = await Control.DeleteAsync("/__sandbox/mail");
    }

    public async Task OrderAsync(string what, object order)
    {
        using var response = await Control.PostAsJsonAsync($"/__sandbox/{what}", order);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    public Task FaultAsync(string vendor, string kind, string matching, int count = 1, int status = 500, int delayMs = 0, int after = 0) =>
        OrderAsync("faults", new { vendor, kind, matching, count, status, delayMs, after });

    /// <summary>Whether every ordered fault has befallen somebody.</summary>
    public async Task<bool> AllFaultsTakenAsync() => (await Control.GetFromJsonAsync<JsonElement>("/__sandbox/faults")).GetArrayLength() == 0;

    /// <summary>What SignNow has of our document, however often.</summary>
    internal async Task<IReadOnlyList<SentDocument>> SentAsync(Guid documentId) =>
        (await Control.GetFromJsonAsync<IReadOnlyList<SentDocument>>($"/__sandbox/signnow/documents?name={documentId:N}"))!;
}

internal sealed record SentDocument(string Id, string Name, int Fields, IReadOnlyList<SentInvite> Invites, IReadOnlyList<string> History)
{
    public int TimesInvited => History.Count(what => what == "invitation sent");
}

internal sealed record SentInvite(string Id, string Email, string Role, string Status, string Link);
