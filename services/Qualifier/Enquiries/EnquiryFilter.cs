using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Qualifier.Enquiries;

/// <summary>Which enquiries are meant.</summary>
internal sealed record EnquiryFilter
{
    /// <summary>First day, inclusive (ISO date). Default: a year before the last.</summary>
    [FromQuery(Name = "from")]
    public DateOnly? From { get; init; }

    /// <summary>Last day, inclusive (ISO date). Default: today in the organisation's time zone.</summary>
    [FromQuery(Name = "to")]
    public DateOnly? To { get; init; }

    /// <summary>Final scores to keep, "3,2"; none keeps all.</summary>
    [FromQuery(Name = "score"), RegularExpression("[0-3](,[0-3]){0,3}")]
    public string? Score { get; init; }

    /// <summary>True: decided by rules alone; false: by the model.</summary>
    [FromQuery(Name = "fallback")]
    public bool? Fallback { get; init; }

    /// <summary>Posted by a website, or a lead of another system.</summary>
    [FromQuery(Name = "origin")]
    public Word<EnquiryOrigin>? Origin { get; init; }

    /// <summary>With the answer: those counted under it, as /outcomes names both.</summary>
    [FromQuery(Name = "question"), MaxLength(100)]
    public string? Question { get; init; }

    [FromQuery(Name = "answer"), MaxLength(60)]
    public string? Answer { get; init; }

    /// <summary>Part of a name, an address, a company or a description.</summary>
    [FromQuery(Name = "text"), MaxLength(100)]
    public string? Text { get; init; }

    /// <summary>The condition on <c>qualifier.enquiry e</c> besides its time.</summary>
    internal string Condition => string.Join(" and ", Conditions());

    internal bool IsOnlyCounted => Fallback is null && Question is null && string.IsNullOrWhiteSpace(Text);

    internal object Parameters(EnquiryPeriod period) => new
    {
        period.Start, period.End, period.Days.From, period.Days.Until, Scores, Origin = Origin?.ToString(), Question, Answer, Text = Text?.Trim().ToLowerInvariant(),
    };

    /// <summary>What is wrong with the filter, or null.</summary>
    internal ProblemHttpResult? Fault => Score is null || Score.Split(',') is { Length: <= 4 } scores && scores.All(score => score is "0" or "1" or "2" or "3")
        ? null
        : TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, type: "score-invalid", title: "Scores are 0 to 3, such as score=3,2.");

    private short[]? Scores => Score?.Split(',').Select(score => short.Parse(score, CultureInfo.InvariantCulture)).ToArray();

    private IEnumerable<string> Conditions()
    {
        yield return "(@Scores::smallint[] is null or e.score = any (@Scores))";
        yield return "(@Origin::text is null or e.origin = @Origin)";
        if (Fallback is { } fallback)
        {
            yield return $"e.decision_id is not null and e.fallback is {(fallback ? "not " : "")}null";
        }

        if (Question is not null)
        {
            yield return Answer is null ? "e.counted ? @Question" : "e.counted ->> @Question = @Answer";
        }

        if (!string.IsNullOrWhiteSpace(Text))
        {
            yield return "position(@Text in lower(concat_ws(' ', e.name, e.email, e.company, e.project))) > 0";
        }
    }
}

/// <summary>Days of the organisation and the instants they begin and end at.</summary>
internal sealed record EnquiryPeriod(DayRange Days, DateTimeOffset Start, DateTimeOffset End)
{
    public static async Task<(EnquiryPeriod? Period, ProblemHttpResult? Problem)> OfAsync(
        NpgsqlConnection connection, DateOnly? from, DateOnly? to, TimeProvider clock, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(await connection.QuerySingleAsync<string>(new CommandDefinition(
            "select time_zone from accounts.organisation where org_id = warehouse.current_org()", cancellationToken: ct)));
        var (days, problem) = DayRange.Of(from, to, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime));
        return days is null
            ? (null, TypedResults.Problem(problem, statusCode: 400, title: "This range cannot be asked for.", type: "range-invalid"))
            : (new EnquiryPeriod(days, Midnight(days.From, zone), Midnight(days.Until, zone)), null);
    }

    // Where a clock is put forward at midnight the day begins an hour later.
    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
