using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MassTransit;
using Teg.Platform.Contracts.Messages;
using Teg.Platform.Documents.Files;
using Teg.Platform.Testing;

namespace Teg.Platform.Documents.Tests.Signing;

/// <summary>Documents as a process that can be killed, with a Sandbox of its own.</summary>
public sealed class SigningProcess() : ServiceProcess("documents")
{
    public SandboxVendors Vendors { get; } = new();

    public Guid Org { get; } = Guid.CreateVersion7();

    public override async ValueTask InitializeAsync()
    {
        await Vendors.InitializeAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Vendors.DisposeAsync();
    }

    /// <summary>A document of the kind that is ready, with the file.</summary>
    public async Task<Guid> ReadyAsync(string kind, string format, byte[] content)
    {
        var id = Guid.CreateVersion7();
        await DoAsync(
            """
            insert into documents.document (org_id, id, kind, title, state, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name, finished_at)
            values (@Org, @id, @kind, 'A document', 'ready', repeat('0', 64), @id::text, @id, 1, @id, @id, 'A Manager', now());
            insert into documents.file (org_id, hash, media_type, bytes, content) values (@Org, @hash, 'application/pdf', @bytes, @content) on conflict do nothing;
            insert into documents.document_file (org_id, document_id, format, hash, name) values (@Org, @id, @format, @hash, 'A document.' || @format)
            """, new { Org, id, kind, format, hash = FileStore.HashOf(content), bytes = content.LongLength, content });
        return id;
    }

    public async Task<Guid> AskToSignAsync()
    {
        var id = await ReadyAsync("contract", "pdf", SandboxVendors.Agreement("Client", "Company"));
        await DoAsync(
            """
            insert into documents.signature (org_id, document_id, step, vendor_name, subject, requested_by, requested_by_name)
            values (@Org, @id, 'upload', @name, 'Please sign', @id, 'A Manager');
            insert into documents.signature_signer (org_id, document_id, position, role, name, email)
            values (@Org, @id, 1, 'Client', 'Ada Client', 'ada@client.example'), (@Org, @id, 2, 'Company', 'Bob Company', 'bob@house.example')
            """, new { Org, id, name = $"A document {id:N}" });
        return id;
    }

    /// <summary>What the endpoint writes when somebody sends it again.</summary>
    public Task AskAgainAsync(Guid id) => DoAsync(
        """
        update documents.signature set state = 'sending', step = 'recall', round = round + 1, tries = 0, next_at = now() where document_id = @id;
        update documents.signature_signer set state = 'waiting', invite_id = null where document_id = @id
        """, new { id });

    /// <summary>What the endpoint writes when somebody takes it back.</summary>
    public Task TakeBackAsync(Guid id) => DoAsync("update documents.signature set state = 'voiding', step = 'cancel', reason = 'Wrong price', tries = 0, next_at = now() where document_id = @id", new { id });

    /// <summary>Kills it, and lets the time pass after which others may go on: what it held is free for the next start at once.</summary>
    public async Task KillAndWaitOutAsync()
    {
        await KillAsync();
        await DoAsync(
            """
            update documents.signature set leased_until = now() where leased_until > now();
            update documents.slides_copy set leased_until = now() where leased_until > now();
            """);
    }

    public Task<string> StateAsync(Guid id) => AskAsync<string>("select state from documents.signature where document_id = @id", new { id });

    protected override void Set(IResourceBuilder<ProjectResource> service) => service
        .WithEnvironment("SignNow__Address", Vendors.SignNowAddress.ToString()).WithEnvironment("SignNow__ApiKey", "signnow-key-in-tests")
        .WithEnvironment("SignNow__Lease", "00:00:05").WithEnvironment("SignNow__Settling", "00:00:00.500").WithEnvironment("SignNow__FirstLook", "00:00:00.100")
        .WithEnvironment("SignNow__LongestLook", "00:00:00.500").WithEnvironment("SignNow__FaultPause", "00:00:00.100")
        .WithEnvironment("Google__Address", Vendors.GoogleAddress.ToString()).WithEnvironment("Google__Key", Vendors.GoogleKey)
        .WithEnvironment("Google__Lease", "00:00:05").WithEnvironment("Google__Settling", "00:00:00.500");

    protected override Task MigratedAsync() => DoAsync(
        "insert into accounts.organisation (org_id, name, time_zone, currency) values (@Org, 'House of Tests', 'America/Los_Angeles', 'USD')", new { Org });

    protected override void Listen(IReceiveEndpointConfigurator endpoint) => endpoint.Handler<DocumentProgressed>(_ => Task.CompletedTask);
}
