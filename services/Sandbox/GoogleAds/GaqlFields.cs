using System.Globalization;

namespace Teg.Platform.Sandbox.GoogleAds;

internal enum GaqlType
{
    Text,
    Enum,
    Whole,
    Number,
    Date,
}

/// <summary>A field that can be asked for. Its first part says what it belongs to: an entity, <c>segments</c> or <c>metrics</c>.</summary>
internal sealed record GaqlField(string Name, GaqlType Type, Func<AdsFact, GaqlContext, object?> Read)
{
    public string Owner { get; } = Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    public bool IsMetric => Owner == "metrics";

    public bool IsSegment => Owner == "segments";

    /// <summary>Days, and what can be said of them, may stand in WHERE without being asked for.</summary>
    public bool IsCoreDate => Name is "segments.date" or "segments.week" or "segments.month" or "segments.year";

    /// <summary>As it stands in JSON: <c>adGroupCriterion.keyword.matchType</c>.</summary>
    public string JsonName { get; } = Camel(Name);

    public static string Camel(string name)
    {
        Span<char> text = stackalloc char[name.Length];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            text[length++] = name[i] == '_' && ++i < name.Length ? char.ToUpperInvariant(name[i]) : name[i];
        }

        return new string(text[..length]);
    }
}

/// <summary>What a field needs to know besides its row.</summary>
internal sealed record GaqlContext(string CustomerId)
{
    public string Name(string collection, object id) => string.Create(CultureInfo.InvariantCulture, $"customers/{CustomerId}/{collection}/{id}");
}

/// <summary>The resources that may stand in FROM, and the fields that each of them gives.</summary>
internal static class GaqlFields
{
    /// <summary>By resource: whose attributes may be asked for with it, and whether it has metrics.</summary>
    public static readonly IReadOnlyDictionary<string, (IReadOnlyList<string> Owners, bool HasMetrics)> Resources = new Dictionary<string, (IReadOnlyList<string>, bool)>(StringComparer.Ordinal)
    {
        ["customer"] = (["customer"], true),
        ["campaign"] = (["campaign", "customer"], true),
        ["ad_group"] = (["ad_group", "campaign", "customer"], true),
        ["keyword_view"] = (["keyword_view", "ad_group_criterion", "ad_group", "campaign", "customer"], true),
        ["click_view"] = (["click_view", "ad_group", "campaign", "customer"], true),
        ["conversion_action"] = (["conversion_action", "customer"], false),
    };

    public static readonly IReadOnlyDictionary<string, GaqlField> All = new List<GaqlField>
    {
        new("customer.resource_name", GaqlType.Text, (_, context) => $"customers/{context.CustomerId}"),
        new("customer.id", GaqlType.Whole, (_, context) => long.Parse(context.CustomerId, CultureInfo.InvariantCulture)),
        new("customer.descriptive_name", GaqlType.Text, (_, _) => "TEG International"),
        new("customer.currency_code", GaqlType.Text, (_, _) => "USD"),
        new("customer.time_zone", GaqlType.Text, (_, _) => World.California.Zone),
        new("customer.auto_tagging_enabled", GaqlType.Text, (_, _) => true),
        new("customer.manager", GaqlType.Text, (_, _) => false),
        new("campaign.resource_name", GaqlType.Text, (fact, context) => context.Name("campaigns", fact.Campaign!.Id)),
        new("campaign.id", GaqlType.Whole, (fact, _) => fact.Campaign!.Id),
        new("campaign.name", GaqlType.Text, (fact, _) => fact.Campaign!.Name),
        new("campaign.status", GaqlType.Enum, (fact, _) => fact.Campaign!.Status),
        new("campaign.advertising_channel_type", GaqlType.Enum, (fact, _) => fact.Campaign!.ChannelType),
        new("campaign.final_url_suffix", GaqlType.Text, (fact, _) => fact.Campaign!.UrlSuffix),
        new("campaign.tracking_url_template", GaqlType.Text, (_, _) => null),
        new("ad_group.resource_name", GaqlType.Text, (fact, context) => fact.AdGroup is null ? null : context.Name("adGroups", fact.AdGroup.Id)),
        new("ad_group.id", GaqlType.Whole, (fact, _) => fact.AdGroup?.Id),
        new("ad_group.name", GaqlType.Text, (fact, _) => fact.AdGroup?.Name),
        new("ad_group.status", GaqlType.Enum, (fact, _) => fact.AdGroup is null ? null : "ENABLED"),
        new("ad_group.campaign", GaqlType.Text, (fact, context) => context.Name("campaigns", fact.Campaign!.Id)),
        new("ad_group_criterion.resource_name", GaqlType.Text, (fact, context) => context.Name("adGroupCriteria", $"{fact.AdGroup!.Id}~{fact.Keyword!.Id}")),
        new("ad_group_criterion.criterion_id", GaqlType.Whole, (fact, _) => fact.Keyword!.Id),
        new("ad_group_criterion.keyword.text", GaqlType.Text, (fact, _) => fact.Keyword!.Text),
        new("ad_group_criterion.keyword.match_type", GaqlType.Enum, (fact, _) => fact.Keyword!.MatchType),
        new("ad_group_criterion.status", GaqlType.Enum, (_, _) => "ENABLED"),
        new("keyword_view.resource_name", GaqlType.Text, (fact, context) => context.Name("keywordViews", $"{fact.AdGroup!.Id}~{fact.Keyword!.Id}")),
        new("click_view.resource_name", GaqlType.Text, (fact, context) => context.Name("clickViews", $"{fact.Day:yyyy-MM-dd}~{fact.Gclid}")),
        new("click_view.gclid", GaqlType.Text, (fact, _) => fact.Gclid),
        new("click_view.keyword", GaqlType.Text, (fact, context) => fact.Keyword is null ? null : context.Name("adGroupCriteria", $"{fact.AdGroup!.Id}~{fact.Keyword.Id}")),
        new("click_view.keyword_info.text", GaqlType.Text, (fact, _) => fact.Keyword?.Text),
        new("click_view.keyword_info.match_type", GaqlType.Enum, (fact, _) => fact.Keyword?.MatchType),
        new("click_view.page_number", GaqlType.Whole, (fact, _) => fact.Keyword is null ? null : 1L),
        new("conversion_action.resource_name", GaqlType.Text, (fact, context) => context.Name("conversionActions", fact.Action!.Id)),
        new("conversion_action.id", GaqlType.Whole, (fact, _) => fact.Action!.Id),
        new("conversion_action.name", GaqlType.Text, (fact, _) => fact.Action!.Name),
        new("conversion_action.status", GaqlType.Enum, (fact, _) => fact.Action!.Status),
        new("conversion_action.category", GaqlType.Enum, (fact, _) => fact.Action!.Category),
        new("conversion_action.click_through_lookback_window_days", GaqlType.Whole, (fact, _) => (long)fact.Action!.LookbackDays),
        new("segments.date", GaqlType.Date, (fact, _) => Iso(fact.Day)),
        new("segments.week", GaqlType.Date, (fact, _) => Iso(fact.Day.AddDays(-(((int)fact.Day.DayOfWeek + 6) % 7)))),
        new("segments.month", GaqlType.Date, (fact, _) => Iso(new DateOnly(fact.Day.Year, fact.Day.Month, 1))),
        new("segments.year", GaqlType.Whole, (fact, _) => (long)fact.Day.Year),
        new("metrics.cost_micros", GaqlType.Whole, (fact, _) => fact.Sums.Cents * 10_000),
        new("metrics.clicks", GaqlType.Whole, (fact, _) => fact.Sums.Clicks),
        new("metrics.impressions", GaqlType.Whole, (fact, _) => fact.Sums.Impressions),
        new("metrics.conversions", GaqlType.Number, (fact, _) => fact.Sums.Conversions),
        new("metrics.conversions_value", GaqlType.Number, (fact, _) => fact.Sums.Value),
        new("metrics.ctr", GaqlType.Number, (fact, _) => fact.Sums.Impressions == 0 ? 0.0 : (double)fact.Sums.Clicks / fact.Sums.Impressions),
        new("metrics.average_cpc", GaqlType.Number, (fact, _) => fact.Sums.Clicks == 0 ? 0.0 : fact.Sums.Cents * 10_000.0 / fact.Sums.Clicks),
    }.ToDictionary(field => field.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Enums = new(StringComparer.Ordinal)
    {
        ["campaign.status"] = ["ENABLED", "PAUSED", "REMOVED"],
        ["ad_group.status"] = ["ENABLED", "PAUSED", "REMOVED"],
        ["ad_group_criterion.status"] = ["ENABLED", "PAUSED", "REMOVED"],
        ["conversion_action.status"] = ["ENABLED", "REMOVED", "HIDDEN"],
        ["ad_group_criterion.keyword.match_type"] = ["EXACT", "PHRASE", "BROAD"],
        ["click_view.keyword_info.match_type"] = ["EXACT", "PHRASE", "BROAD"],
    };

    public static GaqlField Find(string name, string resource)
    {
        if (!All.TryGetValue(name, out var field))
        {
            throw GoogleAdsException.Query("UNRECOGNIZED_FIELD", $"Unrecognized field in the query: '{name}'.");
        }

        var (owners, hasMetrics) = Resources[resource];
        if (field.IsMetric || field.IsSegment)
        {
            var isPossible = resource == "click_view" ? name is "metrics.clicks" or "segments.date" : hasMetrics;
            return isPossible ? field : throw GoogleAdsException.Query(
                field.IsMetric ? "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE" : "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
                $"Cannot select or filter on the following field: '{name}', since it is incompatible with the resource in the FROM clause: {resource}.");
        }

        return owners.Contains(field.Owner) ? field : throw GoogleAdsException.Query("PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE",
            $"The following field may not be used with the FROM clause: '{name}'.");
    }

    public static void CheckConstant(GaqlField field, string value)
    {
        var isGood = field.Type switch
        {
            GaqlType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            GaqlType.Whole => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            GaqlType.Number => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            GaqlType.Enum => !Enums.TryGetValue(field.Name, out var known) || known.Contains(value),
            _ => true,
        };
        if (!isGood)
        {
            throw field.Type == GaqlType.Enum
                ? GoogleAdsException.Query("BAD_ENUM_CONSTANT", $"Invalid enum value cannot be included in WHERE clause: '{value}'.")
                : GoogleAdsException.Query("BAD_VALUE", $"Invalid value '{value}' for the field '{field.Name}'.");
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
