using System.Globalization;
using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>Answers a query from the account: which facts, added up how, in which order, as which JSON.</summary>
internal sealed class GaqlAnswer
{
    // The vendor keeps clicks for ninety days.
    private const int ClickDays = 90;

    private readonly GaqlQuery query;
    private readonly AdsAccount account;
    private readonly GaqlContext context;
    private readonly List<GaqlField> select;
    private readonly List<(GaqlField Field, GaqlCondition Condition)> where;

    public GaqlAnswer(string text, AdsAccount account, string customerId)
    {
        query = GaqlQuery.Parse(text);
        this.account = account;
        context = new GaqlContext(customerId);
        if (!GaqlFields.Resources.ContainsKey(query.From))
        {
            throw GoogleAdsException.Query("BAD_RESOURCE_TYPE_IN_FROM_CLAUSE", $"Error in query: unexpected resource {query.From}.");
        }

        select = [.. query.Select.Select(name => GaqlFields.Find(name, query.From))];
        where = [.. query.Where.Select(condition => (GaqlFields.Find(condition.Field, query.From), condition)).Select(pair => (pair.Item1, Resolve(pair.Item1, pair.condition)))];
        foreach (var (field, _) in where)
        {
            if (field.IsSegment && !field.IsCoreDate)
            {
                RequireSelected(field);
            }
        }

        foreach (var order in query.OrderBy)
        {
            RequireSelected(GaqlFields.Find(order.Field, query.From));
        }

        if (query.From == "click_view")
        {
            CheckOneDay();
        }
    }

    /// <summary><c>campaign.id,metrics.costMicros</c>.</summary>
    public string FieldMask => string.Join(',', select.Select(one => one.JsonName));

    public IReadOnlyList<JsonObject> Rows()
    {
        var found = Facts().Where(fact => where.TrueForAll(one => one.Field.IsMetric || Holds(one.Field, one.Condition, fact)));
        var isSegmented = select.Exists(field => field.IsSegment);
        var added = found.GroupBy(fact => (Entity(fact), Segments(fact))).Select(group => group.First() with { Sums = group.Aggregate(AdsSums.None, (sums, fact) => sums + fact.Sums) })
            .Where(fact => !isSegmented || !fact.Sums.IsNothing)
            .Where(fact => where.TrueForAll(one => !one.Field.IsMetric || Holds(one.Field, one.Condition, fact)));
        IEnumerable<AdsFact> ordered = added;
        foreach (var order in query.OrderBy.Reverse())
        {
            var field = GaqlFields.All[order.Field];
            var comparer = Comparer<object?>.Create((left, right) => Compare(field.Type, left, right));
            ordered = order.Descending ? ordered.OrderByDescending(fact => field.Read(fact, context), comparer) : ordered.OrderBy(fact => field.Read(fact, context), comparer);
        }

        return [.. (query.Limit is { } limit ? ordered.Take(limit) : ordered).Select(Json)];
    }

    /// <summary>Facts by day, and where days are not asked for also every entity once, so that those without any still come.</summary>
    private IEnumerable<AdsFact> Facts()
    {
        var (from, to) = Range();
        var asksMetrics = select.Exists(field => field.IsMetric || field.IsSegment) || where.Exists(one => one.Field.IsMetric);
        var all = account.Campaigns.Select(campaign => new AdsFact(campaign, null, null, account.Today, AdsSums.None));
        var groups = all.SelectMany(fact => account.GroupsOf(fact.Campaign!).Select(group => fact with { AdGroup = group }));
        var keywords = groups.SelectMany(fact => fact.AdGroup!.Keywords.Select(keyword => fact with { Keyword = keyword }));
        IEnumerable<AdsFact> entities = query.From switch
        {
            "campaign" => all,
            "ad_group" => groups,
            "keyword_view" => keywords,
            "conversion_action" => AdsAccount.Actions.Select(action => new AdsFact(null, null, null, account.Today, AdsSums.None) { Action = action }),
            "customer" => [new AdsFact(null, null, null, account.Today, AdsSums.None)],
            _ => [],
        };
        IEnumerable<AdsFact> days = !asksMetrics ? [] : query.From switch
        {
            "campaign" => account.CampaignDays(from, to),
            "customer" => account.CampaignDays(from, to).Select(fact => fact with { Campaign = null }),
            "ad_group" => account.AdGroupDays(from, to),
            "keyword_view" => account.KeywordDays(from, to),
            _ => [],
        };
        return query.From == "click_view" ? account.ClicksOn(from)
            : select.Exists(field => field.IsSegment) ? days
            : days.Concat(entities.Select(fact => fact with { Day = from > account.Today ? account.Today : from }));
    }

    private (DateOnly From, DateOnly To) Range()
    {
        var (from, to) = (DateOnly.MinValue, DateOnly.MaxValue);
        foreach (var (_, condition) in where.Where(one => one.Field.Name == "segments.date"))
        {
            var days = condition.Values.Select(value => DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
            var (first, last) = condition.Operator switch
            {
                "=" => (days[0], days[0]),
                "BETWEEN" => (days[0], days[1]),
                ">=" or ">" => (days[0], DateOnly.MaxValue),
                "<=" or "<" => (DateOnly.MinValue, days[0]),
                _ => (DateOnly.MinValue, DateOnly.MaxValue),
            };
            (from, to) = (first > from ? first : from, last < to ? last : to);
        }

        return (from, to);
    }

    private void CheckOneDay()
    {
        var (from, to) = Range();
        if (from != to || !where.Exists(one => one.Field.Name == "segments.date"))
        {
            throw GoogleAdsException.Click("EXPECTED_FILTER_ON_A_SINGLE_DAY", "Queries including ClickView must have a filter limiting the results to one day.");
        }

        if (from < account.Today.AddDays(1 - ClickDays))
        {
            throw GoogleAdsException.Click("DATE_TOO_OLD", "Queries including ClickView cannot request data before the last 90 days.");
        }
    }

    private GaqlCondition Resolve(GaqlField field, GaqlCondition condition)
    {
        if (condition.Operator != "DURING")
        {
            foreach (var value in condition.Values)
            {
                GaqlFields.CheckConstant(field, value);
            }

            return condition;
        }

        if (field.Type != GaqlType.Date)
        {
            throw GoogleAdsException.Query("BAD_OPERATOR", $"Operator 'DURING' is not a valid operator for the field '{field.Name}'.");
        }

        // The ranges of "the last days" end yesterday.
        var today = account.Today;
        var month = new DateOnly(today.Year, today.Month, 1);
        var (from, to) = condition.Values[0] switch
        {
            "TODAY" => (today, today),
            "YESTERDAY" => (today.AddDays(-1), today.AddDays(-1)),
            "LAST_7_DAYS" => (today.AddDays(-7), today.AddDays(-1)),
            "LAST_14_DAYS" => (today.AddDays(-14), today.AddDays(-1)),
            "LAST_30_DAYS" => (today.AddDays(-30), today.AddDays(-1)),
            "THIS_MONTH" => (month, today),
            "LAST_MONTH" => (month.AddMonths(-1), month.AddDays(-1)),
            _ => throw GoogleAdsException.Query("BAD_VALUE", $"Invalid date literal supplied for DURING operator: {condition.Values[0]}."),
        };
        return new GaqlCondition(condition.Field, "BETWEEN", [$"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}"]);
    }

    private void RequireSelected(GaqlField field)
    {
        if (!select.Contains(field))
        {
            throw GoogleAdsException.Query("EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE", $"The following field must be present in SELECT clause: '{field.Name}'.");
        }
    }

    private bool Holds(GaqlField field, GaqlCondition condition, AdsFact fact)
    {
        // An entity without days stands for none in particular.
        if (field.IsSegment && fact.Sums.IsNothing && fact.Gclid is null)
        {
            return true;
        }

        var value = field.Read(fact, context);
        int To(string constant) => Compare(field.Type, value, field.Type switch
        {
            GaqlType.Whole => (object)long.Parse(constant, CultureInfo.InvariantCulture),
            GaqlType.Number => double.Parse(constant, CultureInfo.InvariantCulture),
            _ => value is bool ? (object)constant.Equals("true", StringComparison.OrdinalIgnoreCase) : constant,
        });
        var values = condition.Values;
        return condition.Operator switch
        {
            "=" => To(values[0]) == 0,
            "!=" => To(values[0]) != 0,
            "<" => To(values[0]) < 0,
            "<=" => To(values[0]) <= 0,
            ">" => To(values[0]) > 0,
            ">=" => To(values[0]) >= 0,
            "IN" => values.Any(one => To(one) == 0),
            "NOT IN" => values.All(one => To(one) != 0),
            _ => To(values[0]) >= 0 && To(values[1]) <= 0,
        };
    }

    private static int Compare(GaqlType type, object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        _ when type is GaqlType.Whole => ((long)left!).CompareTo((long)right!),
        _ when type is GaqlType.Number => ((double)left!).CompareTo((double)right!),
        _ => string.CompareOrdinal(Convert.ToString(left, CultureInfo.InvariantCulture), Convert.ToString(right, CultureInfo.InvariantCulture)),
    };

    private object Entity(AdsFact fact) => query.From switch
    {
        "click_view" => fact.Gclid!,
        "conversion_action" => fact.Action!.Id,
        _ => (fact.Campaign?.Id, fact.AdGroup?.Id, fact.Keyword?.Id),
    };

    private string Segments(AdsFact fact) => string.Join('|', select.Where(field => field.IsSegment).Select(field => field.Read(fact, context)));

    private JsonObject Json(AdsFact fact)
    {
        // Of every entity that is asked for anything, and of the one asked, the name comes along.
        var names = select.Where(field => !field.IsMetric && !field.IsSegment).Select(field => field.Owner).Prepend(query.From).Distinct().Select(owner => GaqlFields.All[owner + ".resource_name"]);
        var row = new JsonObject();
        foreach (var field in names.Concat(select))
        {
            if (field.Read(fact, context) is not { } value)
            {
                continue;
            }

            var parts = field.JsonName.Split('.');
            var at = row;
            foreach (var part in parts[..^1])
            {
                at[part] ??= new JsonObject();
                at = (JsonObject)at[part]!;
            }

            // int64 is text in JSON, so that no reader rounds it.
            at[parts[^1]] = value switch { long whole => whole.ToString(CultureInfo.InvariantCulture), double number => number, bool flag => flag, _ => (string)value };
        }

        return row;
    }
}
