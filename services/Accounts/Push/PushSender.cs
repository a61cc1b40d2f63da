using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Push;

/// <summary>
/// Sends alerts to the push services of browsers. A row is locked while it is sent and says so when the push service has taken it: other replicas pass it by,
/// and a killed process leaves it as it was. Killed between the answer and the commit it is sent again under the same topic and tag, which a
/// push service and a browser show once.
/// </summary>
internal sealed partial class PushSender(Database database, PushKey key, SecretBox box, IHttpClientFactory http, TimeProvider clock, ILogger<PushSender> logger) : BackgroundService
{
    public const string Client = "push";

    // What is due later, and what another replica left, is found without a call.
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(15);
    private const int OrganisationsAtOnce = 4;

    private readonly SemaphoreSlim woken = new(0);

    /// <summary>There is something to send, of a transaction that has committed.</summary>
    public void Wake()
    {
        if (woken.CurrentCount == 0)
        {
            woken.Release();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        woken.Dispose();
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        var waiting = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select accounts.organisations_with_push(@now)", new { now = clock.GetUtcNow() }, cancellationToken: ct));
        await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = OrganisationsAtOnce, CancellationToken = ct }, async (orgId, one) =>
        {
            while (await SendNextAsync(orgId, one))
            {
                // One after the other: an organisation has few devices.
            }
        });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                LogPostponed(e);
            }

            await woken.WaitAsync(Nap, stoppingToken);
        }
    }

    /// <returns>Whether there was one.</returns>
    private async Task<bool> SendNextAsync(Guid orgId, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var push = await connection.QuerySingleOrDefaultAsync<WaitingPush>(new CommandDefinition(
            """
            select p.org_id, p.kind, p.subject, p.subscription_id, p.title, p.body, p.page, p.created_at, p.attempts, s.endpoint, s.public_key, s.secret
            from accounts.push p
            join accounts.push_subscription s on s.org_id = p.org_id and s.id = p.subscription_id
            where p.org_id = @orgId and p.sent_at is null and p.given_up is null and p.due_at <= @now
            order by p.due_at, p.subject
            limit 1
            for update of p skip locked
            """, new { orgId, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        if (push is null)
        {
            return false;
        }

        var outcome = await SendAsync(push, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            outcome.Verdict is PushVerdict.Gone
                ? "delete from accounts.push_subscription where org_id = @OrgId and id = @SubscriptionId"
                : """
                  update accounts.push
                  set attempts = attempts + 1, sent_at = case when @sent then @now end, given_up = case when @givenUp then @Reason end, due_at = coalesce(@DueAt, due_at)
                  where org_id = @OrgId and kind = @Kind and subject = @Subject and subscription_id = @SubscriptionId;
                  update accounts.push_subscription set sent_at = @now where @sent and org_id = @OrgId and id = @SubscriptionId
                  """,
            new
            {
                push.OrgId, push.Kind, push.Subject, push.SubscriptionId, outcome.Reason, outcome.DueAt, now = clock.GetUtcNow(),
                sent = outcome.Verdict is PushVerdict.Sent, givenUp = outcome.Verdict is PushVerdict.GivenUp,
            }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        LogOutcome(push.Kind, push.SubscriptionId, outcome.Verdict, outcome.Reason);
        return true;
    }

    private async Task<PushOutcome> SendAsync(WaitingPush push, CancellationToken ct)
    {
        PushOutcome After(System.Net.HttpStatusCode? status, TimeSpan? retryAfter = null) => PushOutcome.Of(status, retryAfter, push.Attempts, push.CreatedAt, clock.GetUtcNow());
        try
        {
            using var request = await RequestAsync(push, ct);
            using var client = http.CreateClient(Client);
            using var response = await client.SendAsync(request, ct);
            return After(response.StatusCode, WaitOf(response.Headers.RetryAfter));
        }
        catch (EgressRefusedException e) when (e.Refusal is EgressRefusal.Inside or EgressRefusal.NotEncrypted or EgressRefusal.NotAnAddress)
        {
            return new PushOutcome(PushVerdict.Gone, $"its address is refused: {e.Refusal}");
        }
        catch (SecretSealedException)
        {
            return new PushOutcome(PushVerdict.Gone, "what it shared was sealed under another encryption key");
        }
        catch (HttpRequestException)
        {
            return After(null);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(WaitingPush push, CancellationToken ct)
    {
        var tag = $"{push.Kind}:{push.Subject}";
        var message = JsonSerializer.SerializeToUtf8Bytes(new { push.Title, push.Body, push.Page, tag }, JsonSerializerOptions.Web);
        var endpoint = new Uri(push.Endpoint);
        var secret = box.Open(push.Secret, PushEndpoints.OwnerOf(push.SubscriptionId));
        var content = new ByteArrayContent(PushEncryption.Encrypt(message, push.PublicKey, secret));
        CryptographicOperations.ZeroMemory(secret);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentEncoding.Add("aes128gcm");
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", await key.AuthorizationAsync(endpoint, ct));
        request.Headers.Add("TTL", $"{(int)PushOutcome.Lifetime.TotalSeconds}");
        request.Headers.Add("Urgency", "high");
        // RFC 8030, 5.4: 32 characters at most; a second copy replaces the first where it still waits.
        request.Headers.Add("Topic", Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(tag)).AsSpan(0, 24)));
        return request;
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? asked) => asked switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private sealed record WaitingPush(
        Guid OrgId, string Kind, string Subject, Guid SubscriptionId, string Title, string Body, string Page, DateTimeOffset CreatedAt, int Attempts, string Endpoint, byte[] PublicKey, byte[] Secret);

    [LoggerMessage(LogLevel.Information, "Alert {Kind} to device {SubscriptionId}: {Verdict}, {Reason}")]
    private partial void LogOutcome(string kind, Guid subscriptionId, PushVerdict verdict, string reason);

    [LoggerMessage(LogLevel.Warning, "Alerts could not be sent now; the next look is in a moment")]
    private partial void LogPostponed(Exception exception);
}
