using System.Text.Json;
using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Pricing;

/// <param name="Version">0 is the list an organisation starts with.</param>
/// <param name="CreatedBy">Null for the list an organisation starts with.</param>
public sealed record PriceListVersion(int Version, JsonElement Content, string Note, string? CreatedBy, DateTimeOffset? CreatedAt)
{
    /// <summary>What holds now, of the connection's organisation.</summary>
    internal static async Task<PriceListVersion> InForceAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct) =>
        (await connection.QuerySingleOrDefaultAsync<PriceListRow>(new CommandDefinition(
            $"select {PriceListRow.Columns} from documents.price_list where org_id = warehouse.current_org() order by version desc limit 1",
            transaction: transaction, cancellationToken: ct)))?.ToVersion()
        ?? new PriceListVersion(0, PriceList.Default.ToJson(), "", null, null);

    internal PriceList ToList() => PriceList.Read(Content, Version);
}

internal sealed record PriceListRow(int Version, string Content, string Note, string CreatedByName, DateTimeOffset CreatedAt)
{
    public const string Columns = "version, content::text as content, note, created_by_name, created_at";

    public PriceListVersion ToVersion() => new(Version, JsonElement.Parse(Content), Note, CreatedByName, CreatedAt);
}
