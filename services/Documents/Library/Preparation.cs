using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Documents.Pricing;
using Teg.Platform.Documents.Writing;

namespace Teg.Platform.Documents.Library;

/// <summary>Settles what decides a document, by the writer of its kind and what holds in the organisation today.</summary>
internal sealed class Preparation(IEnumerable<IDocumentWriter> writers, TimeProvider clock)
{
    // Until organisations say in which language they write.
    private const string Culture = "en-US";

    public IDocumentWriter WriterOf(DocumentKind kind) => writers.Single(writer => writer.Kind == kind);

    public async Task<Prepared> PrepareAsync(NpgsqlConnection connection, DocumentKind kind, JsonElement inputs, CancellationToken ct)
    {
        if (inputs.ValueKind != JsonValueKind.Object)
        {
            return new Prepared(null, "", new Dictionary<string, string[]>(StringComparer.Ordinal) { ["inputs"] = ["This has to be a group of fields."] }, null);
        }

        var writer = WriterOf(kind);
        var prices = await PriceListVersion.InForceAsync(connection, null, ct);
        await using var asked = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select name, currency::text as currency, time_zone from accounts.organisation where org_id = warehouse.current_org();
            select id, hash from documents.image where org_id = warehouse.current_org() and id = any (@images)
            """, new { images = writer.ImagesOf(inputs).ToArray() }, cancellationToken: ct));
        var organisation = await asked.ReadSingleAsync<Organisation>();
        var images = (await asked.ReadAsync<(Guid Id, string Hash)>()).ToDictionary(image => image.Id, image => image.Hash);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(organisation.TimeZone)).Date);
        return writer.Prepare(inputs, new WritingContext(organisation.Name, organisation.Currency, Culture, organisation.TimeZone, today, prices.ToList()) { Images = images });
    }

    private sealed record Organisation(string Name, string Currency, string TimeZone);
}
