using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;
using Teg.Platform.Sandbox.World;

namespace Teg.Platform.Sandbox.Control;

/// <summary>The right answers, for tests and for people who doubt a figure.</summary>
internal static class TruthEndpoint
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static void MapTruth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/truth", Get).WithName("GetTruth").WithMetadata(new OnVendor(Vendor.Control));
        routes.MapGet("/truth/new-leads", GetNewLeads).WithName("GetTruthOfNewLeads").WithMetadata(new OnVendor(Vendor.Control));
    }

    private static Results<JsonHttpResult<TruthAnswer>, ProblemHttpResult> Get(SandboxState state, DateOnly? from, DateOnly? to)
    {
        var now = state.Now;
        var facts = state.Current.World.At(now);
        var first = from ?? facts.Start;
        var last = to ?? California.DayOf(now);
        return first > last
            ? TypedResults.Problem(statusCode: 400, title: "The range ends before it begins.", type: "range-invalid")
            : TypedResults.Json(Truth.Of(facts, now, first, last), Json);
    }

    /// <summary>The part on new leads alone, under the page's filters.</summary>
    private static JsonHttpResult<NewLeadsAnswer> GetNewLeads(
        SandboxState state, DateOnly from, DateOnly to, string[]? channel, string[]? campaign, string[]? source, string[]? medium, string[]? board, string[]? owner,
        string[]? qualification, string[]? status, int? reached)
    {
        var now = state.Now;
        return TypedResults.Json(
            TruthOfNewLeads.Of(
                state.Current.World.At(now), now, from, to, new NewLeadsFilter(channel, campaign, source, medium, board, owner, qualification, status, reached)), Json);
    }
}
