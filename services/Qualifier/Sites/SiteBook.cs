using System.Collections.Frozen;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Qualifier.Intake;
using Teg.Platform.Qualifier.Rules;
using Teg.Platform.Qualifier.Spool;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Sites;

/// <summary>
/// Site keys, rules and time zones of all organisations in memory: no enquiry waits for the database. Read again when PostgreSQL says that something
/// changed and every few seconds; what was read is kept beside the spool, so that a start without the database knows it too.
/// </summary>
internal sealed partial class SiteBook(
    Database database, IOptions<SpoolOptions> spool, IOptions<IntakeOptions> options, TimeProvider clock, ILogger<SiteBook> logger) : BackgroundService
{
    private const string FileName = "sites.json";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Json = JsonRules();

    private readonly RuleSet byDefault = RuleSet.Default(options.Value.PublicAddress!);
    private volatile State? state;

    /// <summary>False until it was read once, now or before a restart: nobody can be said to be unknown then.</summary>
    public bool IsKnown => state is not null;

    /// <returns>Null when no page has this key, or no longer.</returns>
    public Site? Find(Guid orgId, Guid keyId) => state is { } known && known.Sites.TryGetValue(keyId, out var site) && site.OrgId == orgId ? site : null;

    /// <summary>Whether any site's pages stand there.</summary>
    public bool Knows(string origin) => state is { } known && known.Origins.Contains(origin);

    /// <summary>The newest version; the default while nobody chose.</summary>
    public RuleSet RulesOf(Guid orgId) => state is { } known && known.Firms.TryGetValue(orgId, out var firm) ? firm.Rules ?? byDefault : byDefault;

    /// <returns>UTC for an organisation that is not known.</returns>
    public TimeZoneInfo TimeZoneOf(Guid orgId) =>
        state is { } known && known.Firms.TryGetValue(orgId, out var firm) && TimeZoneInfo.TryFindSystemTimeZoneById(firm.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadFileAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMilliseconds(250);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(() => pause = TimeSpan.FromMilliseconds(250), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Npgsql says InvalidOperationException when a connection broke between two commands.
            catch (Exception e) when (e is DbException or SocketException or IOException or TimeoutException or InvalidOperationException or JsonException)
            {
                LogOld(e, pause.TotalSeconds);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task FollowAsync(Action succeeded, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("listen qualifier_sites", cancellationToken: ct));
        while (true)
        {
            var started = clock.GetTimestamp();
            var rows = await connection.QueryAsync<SiteRow>(new CommandDefinition(
                "select org_id, time_zone, rules_version, rules::text as rules, site_keys::text as site_keys from qualifier.site_book()", cancellationToken: ct));
            await TakeAsync([.. rows.Select(row => row.ToFirm())], ct);
            succeeded();

            // However many organisations there are, reading them takes a small part of the time.
            var took = clock.GetElapsedTime(started) * 20;
            await connection.WaitAsync(took > Poll ? took : Poll, ct);
        }
    }

    private async Task TakeAsync(Firm[] firms, CancellationToken ct)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(firms, Json);
        if (state?.Content.AsSpan().SequenceEqual(content) is true)
        {
            return;
        }

        state = new State(firms, content);
        LogKnown(firms.Length, firms.Sum(firm => firm.Sites.Count));
        try
        {
            await WriteFileAsync(content, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e);
        }
    }

    // Whole or not at all, whenever the process dies.
    private async Task WriteFileAsync(byte[] content, CancellationToken ct)
    {
        Directory.CreateDirectory(spool.Value.SpoolFolder);
        var path = Path.Combine(spool.Value.SpoolFolder, FileName);
        await using (var file = new FileStream($"{path}.new", FileMode.Create, FileAccess.Write))
        {
            await file.WriteAsync(content, ct);
            file.Flush(flushToDisk: true);
        }

        File.Move($"{path}.new", path, overwrite: true);
        Folder.Flush(spool.Value.SpoolFolder);
    }

    private async Task ReadFileAsync(CancellationToken ct)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(Path.Combine(spool.Value.SpoolFolder, FileName), ct);
            state = new State(JsonSerializer.Deserialize<Firm[]>(content, Json) ?? [], content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The first start; or a file that somebody touched: the database knows better.
            LogNothingKept(e.GetType().Name);
        }
    }

    private static JsonSerializerOptions JsonRules()
    {
        var json = new JsonSerializerOptions();
        Defaults.ApplyJsonRules(json);
        return json;
    }

    private sealed class State(Firm[] firms, byte[] content)
    {
        public byte[] Content { get; } = content;

        public FrozenDictionary<Guid, Firm> Firms { get; } = firms.ToFrozenDictionary(firm => firm.OrgId);

        public FrozenDictionary<Guid, Site> Sites { get; } = firms.SelectMany(firm => firm.Sites).ToFrozenDictionary(site => site.KeyId);

        public FrozenSet<string> Origins { get; } = firms.SelectMany(firm => firm.Sites).SelectMany(site => site.Origins).ToFrozenSet(StringComparer.Ordinal);
    }

    private sealed record SiteRow(Guid OrgId, string TimeZone, int? RulesVersion, string? Rules, string? SiteKeys)
    {
        public Firm ToFirm()
        {
            var content = Rules is null ? null : JsonSerializer.Deserialize<RuleContent>(Rules, Json);
            var keys = SiteKeys is null ? [] : JsonSerializer.Deserialize<SiteKey[]>(SiteKeys, Json) ?? [];
            return new Firm(
                OrgId, TimeZone, content is null ? null : new RuleSet(RulesVersion!.Value, content.Thresholds, content.Pages, content.PromptVersion),
                [.. keys.Select(key => new Site(OrgId, key.Id, key.Origins))]);
        }
    }

    private sealed record RuleContent(Thresholds Thresholds, Pages Pages, string? PromptVersion);

    private sealed record SiteKey(Guid Id, string[] Origins);

    [LoggerMessage(LogLevel.Information, "{Firms} organisations have {Keys} site keys")]
    private partial void LogKnown(int firms, int keys);

    [LoggerMessage(LogLevel.Warning, "Sites and rules may be old, read again in {Seconds} s: PostgreSQL does not answer")]
    private partial void LogOld(Exception exception, double seconds);

    [LoggerMessage(LogLevel.Warning, "Sites and rules could not be kept on the disk: a start without PostgreSQL would know older ones")]
    private partial void LogNotKept(Exception exception);

    [LoggerMessage(LogLevel.Information, "No sites and rules are kept from before ({Reason})")]
    private partial void LogNothingKept(string reason);
}
