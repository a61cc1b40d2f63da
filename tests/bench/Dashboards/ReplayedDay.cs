using System.Globalization;
using System.Security.Claims;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Bench.Dashboards;

/// <summary>
/// Ten hours of twenty-five people with a page open, as the app asks: a page's questions when it is opened or its range changed, and those of every open page again when
/// new figures are announced. Asked of the cache as the service makes it; what an answer would cost is left out.
/// </summary>
internal static class ReplayedDay
{
    private const int People = 25;
    private const int Minutes = 600;
    private const int Refreshes = 30;

    // A page's questions; all of them read the organisation's settings first.
    private static readonly string[][] Pages = [["ads", "ads-days", "filters"], ["sales", "filters"], ["new-leads"], ["calls"]];

    // One in five looks at a part: a channel, a campaign, a salesperson.
    private const int Parts = 8;

    // Ranges as people choose them: most keep the page's own.
    private static readonly (string Range, int Share, CachePolicy Policy)[] Ranges =
    [
        ("year", 60, CachePolicy.Kpi), ("this month", 15, CachePolicy.Kpi), ("30 days", 10, CachePolicy.Kpi), ("last month", 8, CachePolicy.Computed),
        ("last quarter", 4, CachePolicy.History), ("last year", 3, CachePolicy.History),
    ];

    public static async Task<string> RunAsync(CacheBeside beside, CancellationToken ct)
    {
        var (cache, clock) = (beside.Cache, beside.Clock);
        var org = Guid.CreateVersion7();
        var scope = RowScope.Of(new Caller(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(TokenClaims.Organisation, org.ToString()), new Claim(TokenClaims.Subject, org.ToString()), new Claim(TokenClaims.Role, Roles.Viewer)], "bench"))));
        var tag = RowScope.Tag(org, Answers.Figures);
        var dice = new Random(7);
        var open = Enumerable.Range(0, People).Select(_ => (Page: dice.Next(Pages.Length), Range: 0, Part: 0)).ToArray();
        var found = new Dictionary<CacheTier, int>();

        async Task AskAsync((int Page, int Range, int Part) shown)
        {
            foreach (var question in Pages[shown.Page])
            {
                var (range, _, policy) = Ranges[shown.Range];
                await OneAsync("settings", CachePolicy.Kpi, []);
                await OneAsync(question == "filters" ? question : $"{question} {range} {shown.Part}", question == "filters" ? CachePolicy.Computed : policy, [tag]);
            }
        }

        async Task OneAsync(string question, CachePolicy policy, string[] tags)
        {
            var kept = await cache.AskAsync(scope.Key(question), policy, tags, _ => ValueTask.FromResult(new byte[4000]), ct);
            found[kept.From] = found.GetValueOrDefault(kept.From) + 1;
        }

        for (var minute = 0; minute < Minutes; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            if (minute % (Minutes / Refreshes) == 0)
            {
                await cache.DropAsync(tag);
                foreach (var shown in open)
                {
                    await AskAsync(shown);
                }
            }

            // Everybody does something about every six minutes.
            for (var person = 0; person < People; person++)
            {
                if (dice.Next(6) == 0)
                {
                    open[person] = (dice.Next(Pages.Length), Range(dice.Next(100)), dice.Next(5) == 0 ? 1 + dice.Next(Parts) : 0);
                    await AskAsync(open[person]);
                }
            }
        }

        var all = found.Values.Sum();
        string Share(CacheTier tier) => string.Create(CultureInfo.InvariantCulture, $"{100d * found.GetValueOrDefault(tier) / all:0.0} %");
        return $"A replayed day ({People} people, {Refreshes} refreshes of the figures, {all:n0} questions): {Share(CacheTier.Local)} from the process' memory, "
            + $"{Share(CacheTier.Stale)} from there too while one asked again, {Share(CacheTier.Redis)} from Redis, {Share(CacheTier.Made)} worked out.";
    }

    private static int Range(int percent)
    {
        var upTo = 0;
        return Array.FindIndex(Ranges, range => percent < (upTo += range.Share));
    }
}
