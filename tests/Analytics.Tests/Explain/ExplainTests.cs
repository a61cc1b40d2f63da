using System.Globalization;
using Dapper;
using Teg.Platform.Analytics.Calls;
using Teg.Platform.Analytics.Explain;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.Explain;

public sealed class ExplainTests(ExplainedHouse house) : IClassFixture<ExplainedHouse>
{
    private static readonly DayRange March = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));

    // The day on which California's clocks go forward.
    private static readonly DayRange ShortDay = new(new DateOnly(2026, 3, 8), new DateOnly(2026, 3, 8));

    private static readonly (DayRange Range, ExplainFilter Filter)[] Questions =
    [
        (March, new ExplainFilter()),
        (ShortDay, new ExplainFilter()),
        (March, new ExplainFilter { Channel = ["google-ads", "direct"], Kind = new(CallKind.Intro), Rep = ["Burki", "Unassigned"] }),
        (March, new ExplainFilter { Campaign = ["brand"], Category = ["Samples"], Weekday = [1, 7], Owner = ["Burki"], Status = ["lost", "closed"] }),
        (March, new ExplainFilter { Campaign = ["(none)", "reels"], Source = ["(none)"], Board = ["enquiries"], Hour = [9, 10, 11, 12, 13], Qualification = ["spam", "qualified"], Reached = new(LeadStage.CallBooked) }),
    ];

    public static TheoryData<string> Figures => [.. Catalogue.All.Select(figure => figure.Id)];

    [Theory, MemberData(nameof(Figures))]
    public async Task Its_rows_make_the_value_that_its_page_shows(string id)
    {
        var figure = Catalogue.Of(id);
        await using var connection = await house.OpenAsync();

        foreach (var (range, filter) in Questions)
        {
            var asked = new Asked(filter, range, ExplainedHouse.California, ExplainedHouse.Now, OwnOnly: false);
            var found = await figure.AskAsync(connection, asked, TestContext.Current.CancellationToken);
            var question = $"{range.From} {string.Join(", ", figure.FiltersOf(asked, new NamesOfIds(new Dictionary<string, string>(), new Dictionary<string, string>())).Select(words => $"{words.Name} {string.Join(' ', words.Values)}"))}";

            if (figure.Parts is [var numerator, var denominator])
            {
                var (of, by) = (await MadeAsync(numerator, asked), await MadeAsync(denominator, asked));
                found.Parts.Select(part => part.Value).ShouldBe([of, by], question);
                (found.Value, by is 0 or null).ShouldBeOneOf((null, true), (found.Value, false));
                if (found.Value is { } value)
                {
                    value.ShouldBe(of!.Value / by!.Value, 0.006m, question);
                }
            }
            else
            {
                found.Value.ShouldBe(await MadeAsync(id, asked), question);
            }

            if (range == March && filter == Questions[0].Filter)
            {
                found.Value.ShouldNotBeNull().ShouldBeGreaterThan(0, "otherwise nothing is proven");
            }
        }

        async Task<decimal?> MadeAsync(string made, Asked asked) => Make(Catalogue.Of(made).Measure!, await RowsAsync(Catalogue.Of(made).RowsOf(asked), asked.Range == March ? 150 : 2));

        async Task<(IReadOnlyList<LineColumn> Columns, List<ExplainedRow> Rows)> RowsAsync(RowsBehind rows, int limit)
        {
            var all = new List<ExplainedRow>();
            ExplainedRows? page;
            string? after = null;
            do
            {
                page = await rows.PageAsync(connection, after, limit, TestContext.Current.CancellationToken);
                all.AddRange(page.ShouldNotBeNull().Items);
                after = page.Next;
            }
            while (after is not null);

            all.Select(row => row.Id).ShouldBeUnique();
            return (page.Columns, all);
        }
    }

    [Theory, MemberData(nameof(Figures))]
    public void Its_parts_and_its_column_are_there(string id)
    {
        var figure = Catalogue.Of(id);

        (figure.Measure is null).ShouldBe(figure.Parts.Length == 2);
        figure.Parts.Select(Catalogue.Of).ShouldAllBe(part => part.Measure != null && part.GetType() == figure.GetType());
        figure.Formula.ShouldEndWith(".");
        figure.From.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_counts_and_what_is_left_out_are_together_what_there_is()
    {
        await using var connection = await house.OpenAsync();

        var revenue = await FindAsync("sales.revenue");
        var (sold, unsold) = await connection.QuerySingleAsync<(long, long)>(
            "select count(*) filter (where is_won and closed_on is not null), count(*) filter (where not is_won or closed_on is null) from warehouse.deal where closed_on is null or closed_on between '2026-03-01' and '2026-03-31'");
        revenue.Exclusions.Select(left => left.Why).Order(StringComparer.Ordinal).ShouldBe(
            ["Deals closed in these days that were not won", "Deals that are still open, without a close date", "Deals won without a close date on the board, which belong to no day"]);
        (revenue.Exclusions.Sum(left => left.Count), (await FindAsync("sales.deals")).Value).ShouldBe((unsold, sold));

        var spend = await FindAsync("ads.spend");
        var left = spend.Exclusions.ShouldHaveSingleItem();
        (spend.Value + left.Amount).ShouldBe(await connection.ExecuteScalarAsync<decimal>("select sum(spend) from warehouse.ad_insights where day between '2026-03-01' and '2026-03-31'"));
        left.Count.ShouldBe(31, "Google Ads' word, a day each, because a board is kept");

        var held = await FindAsync("calls.held");
        (held.Value + held.Exclusions.Where(each => !each.Why.StartsWith("On these days by UTC", StringComparison.Ordinal)).Sum(each => each.Count)).ShouldBe((await FindAsync("calls.scheduled")).Value);

        var leads = await FindAsync("new-leads.leads");
        (leads.Value + leads.Exclusions.Where(each => each.Why.Contains(" in ", StringComparison.Ordinal)).Sum(each => each.Count)).ShouldBe((await FindAsync("new-leads.received")).Value);

        async Task<Found> FindAsync(string id) =>
            await Catalogue.Of(id).AskAsync(connection, new Asked(new ExplainFilter(), March, ExplainedHouse.California, ExplainedHouse.Now, OwnOnly: false), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_counts_in_UTC_is_told_why_another_number_comes_out()
    {
        await using var connection = await house.OpenAsync();
        var asked = new Asked(new ExplainFilter(), ShortDay, ExplainedHouse.California, ExplainedHouse.Now, OwnOnly: false);

        var received = await Catalogue.Of("new-leads.received").AskAsync(connection, asked, TestContext.Current.CancellationToken);

        // From midnight UTC to eight in the morning it is still the 7th in California.
        var theirs = await connection.ExecuteScalarAsync<long>("select count(*) from crm.lead where received_at >= '2026-03-08 00:00Z' and received_at < '2026-03-08 08:00Z' and qualification in ('qualified', 'unsure', 'unjudged')");
        theirs.ShouldBeGreaterThan(0);
        received.Exclusions.Single(left => left.Why == "Received on these days by UTC, but not by the clocks of America/Los Angeles").Count.ShouldBe(theirs);
    }

    [Fact]
    public async Task The_run_behind_it_is_the_last_that_was_published_and_is_kept_from_those_who_see_own_rows_alone()
    {
        await using var connection = await house.OpenAsync();

        var everybody = await Sources.AskAsync(connection, [Sources.Boards, Sources.Calendar, Sources.Website], ownOnly: false, TestContext.Current.CancellationToken);
        var own = await Sources.AskAsync(connection, [Sources.Boards], ownOnly: true, TestContext.Current.CancellationToken);

        everybody.Select(source => (source.Name, source.Run)).ShouldBe([("Calendar", null), ("Boards", new RunBehind(house.Run, "incremental", 3, "equal")), ("Website form", null)]);
        own.ShouldHaveSingleItem().ShouldBe(everybody[1] with { Run = null });
    }

    private static decimal? Make(RowsMeasure measure, (IReadOnlyList<LineColumn> Columns, List<ExplainedRow> Rows) found)
    {
        if (measure.Column is not { } column)
        {
            return found.Rows.Count;
        }

        var at = found.Columns.Select(each => each.Id).ToList().IndexOf(column);
        at.ShouldBeGreaterThanOrEqualTo(0, column);
        var values = found.Rows.Select(row => Convert.ToDecimal(row.Cells[at], CultureInfo.InvariantCulture)).Order().ToList();
        return measure.Kind switch
        {
            MeasureKind.Sum => values.Sum(),
            _ when values is [] => null,
            MeasureKind.LowerMedian => values[(values.Count - 1) / 2],
            _ => (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2,
        };
    }
}
