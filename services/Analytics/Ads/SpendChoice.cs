using System.ComponentModel.DataAnnotations;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Ads;

/// <summary>Whose figures count for a campaign's day that a board and Google Ads both know. Never both.</summary>
public enum SpendSource
{
    /// <summary>The board's alone. The default where the organisation keeps one.</summary>
    Board,

    /// <summary>The platform's alone, for the platform's own campaigns; other platforms stay with the board.</summary>
    GoogleAds,

    /// <summary>The platform's where it has the day, the board's elsewhere.</summary>
    PreferGoogleAds,
}

/// <param name="Counts">Whose figures count.</param>
/// <param name="IsDefault">Nobody has chosen.</param>
/// <param name="HasBoard">A board is among the sources.</param>
/// <param name="HasGoogleAds">Google Ads is among the sources: without it there is nothing to choose.</param>
public sealed record SpendChoice(SpendSource Counts, bool IsDefault, bool HasBoard, bool HasGoogleAds, DateTimeOffset? SetAt, string? SetBy)
{
    /// <summary>One row with one column, whatever was chosen.</summary>
    internal const string Counted =
        """
        select coalesce(
            (select c.counts from analytics.spend_choice c where c.org_id = warehouse.current_org()),
            case when exists (select from sync.source s where s.org_id = warehouse.current_org() and s.kind = 'google-ads')
                  and not exists (select from sync.source s where s.org_id = warehouse.current_org() and s.kind = 'monday') then 'google-ads' else 'board' end) as counts
        """;

    /// <summary>Whether what <c>s</c> says of a campaign's day counts, when <c>d.counts</c> is chosen and <c>google_says</c> tells that Google Ads has the day too.</summary>
    internal const string IsCounted =
        """
        case d.counts
                      when 'board' then not s.is_google
                      when 'google-ads' then s.is_google or (s.channel <> 'google-ads' and not s.google_says)
                      else s.is_google or not s.google_says end
        """;

    internal static async Task<SpendChoice> AskAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        var row = await connection.QuerySingleAsync<Row>(new CommandDefinition(
            $"""
            with counted as ({Counted})
            select d.counts, c.set_at, c.set_by,
                   exists (select from sync.source s where s.org_id = warehouse.current_org() and s.kind = 'monday') as has_board,
                   exists (select from sync.source s where s.org_id = warehouse.current_org() and s.kind = 'google-ads') as has_google_ads
            from counted d
            left join analytics.spend_choice c on c.org_id = warehouse.current_org()
            """, transaction: transaction, cancellationToken: ct));
        return new SpendChoice(Read(row.Counts), row.SetAt is null, row.HasBoard, row.HasGoogleAds, row.SetAt, row.SetBy);
    }

    internal static SpendSource Read(string counts) => Word<SpendSource>.Parse(counts, null).Value;

    private sealed record Row(string Counts, DateTimeOffset? SetAt, string? SetBy, bool HasBoard, bool HasGoogleAds);
}

public sealed record SetSpendChoice([property: Required] SpendSource? Counts);
