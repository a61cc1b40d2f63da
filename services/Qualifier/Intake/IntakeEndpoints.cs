using System.Net.Mime;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Landing;
using Teg.Platform.Qualifier.Routing;
using Teg.Platform.Qualifier.Sites;
using Teg.Platform.Qualifier.Spool;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>Where websites send what people write to them. Open to everybody: docs/qualifier.md says how it is used and what is promised.</summary>
internal static class IntakeEndpoints
{
    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        var qualify = routes.MapGroup("/qualify").WithTags("Intake").AllowAnonymous();

        qualify.MapPost("", Post).WithName("Qualify").Produces<QualifyAnswer>();
        qualify.MapGet("", Get).WithName("QualifyByLink").Produces(StatusCodes.Status302Found);
        qualify.MapMethods("", ["OPTIONS"], Preflight).ExcludeFromDescription();
    }

    // A script's form: it reads the answer.
    private static async Task<IResult> Post(
        HttpContext http, Gate gate, Reception reception, SiteBook sites, IOptions<IntakeOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var arrived = clock.GetTimestamp();
        Share(http, gate);
        if (gate.CountAddress(http) is { } wait)
        {
            return wait;
        }

        var form = new Form(await FormReader.ReadAsync(http.Request, ct));
        var (taken, refusal) = await TakeAsync(http, form, gate, reception, options.Value, clock, arrived);
        if (taken is not var (enquiry, decision))
        {
            return refusal!;
        }

        var (reason, confidence, rules) = Suspicion.Public(decision);
        return TypedResults.Ok(new QualifyAnswer(
            enquiry.Id, decision.FinalScore, confidence, reason, rules,
            Destination.Of(sites.RulesOf(enquiry.OrgId).Pages, enquiry, decision.FinalScore, options.Value.PublicAddress!).AbsoluteUri, decision.Judgement.Fallback));
    }

    // A plain form, or a link: a person's browser comes here itself and goes on to the page.
    private static async Task<IResult> Get(
        HttpContext http, Gate gate, Reception reception, SiteBook sites, IOptions<IntakeOptions> options, TimeProvider clock)
    {
        var arrived = clock.GetTimestamp();
        if (gate.CountAddress(http) is { } wait)
        {
            return Readable(http, wait);
        }

        var form = new Form(FormReader.OfQuery(http.Request.QueryString.Value ?? ""));
        var (taken, refusal) = await TakeAsync(http, form, gate, reception, options.Value, clock, arrived);
        return taken is var (enquiry, decision)
            ? TypedResults.Redirect(Destination.Of(sites.RulesOf(enquiry.OrgId).Pages, enquiry, decision.FinalScore, options.Value.PublicAddress!).AbsoluteUri)
            : Readable(http, refusal!);
    }

    // The browser of a page asks before its script may post.
    private static Results<NoContent, ProblemHttpResult> Preflight(HttpContext http, Gate gate)
    {
        var headers = http.Response.Headers;
        headers.Vary = HeaderNames.Origin;
        var origin = http.Request.Headers.Origin.ToString();
        if (!gate.Admits(origin))
        {
            return TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status403Forbidden, Type = "origin-not-allowed", Title = "No site stands at this origin.", Detail = "Add it to a site key under Settings, Site keys.",
            });
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = $"Content-Type, Idempotency-Key, {Gate.KeyHeader}";
        headers.AccessControlMaxAge = "600";
        return TypedResults.NoContent();
    }

    private static async Task<((Enquiry Enquiry, Decision Decision)? Taken, ProblemHttpResult? Refusal)> TakeAsync(
        HttpContext http, Form form, Gate gate, Reception reception, IntakeOptions options, TimeProvider clock, long arrived)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (site, refusal) = gate.Find(http, form.Key);
        if (site is null)
        {
            return (null, refusal);
        }

        var (enquiry, errors) = form.Read(site.OrgId, site.KeyId, clock.GetUtcNow());
        if (enquiry is null)
        {
            return (null, TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status422UnprocessableEntity }));
        }

        try
        {
            return ((enquiry, await reception.TakeAsync(enquiry, Suspicion.Of(form, options.LeastFillTime), arrived)), null);
        }
        catch (SpoolUnavailableException)
        {
            http.Response.Headers.RetryAfter = "10";
            return (null, TypedResults.Problem(new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable, Type = "not-kept", Title = "Your message could not be kept just now.", Detail = "Send it again in a few seconds.",
            }));
        }
    }

    // When the answer starts: a failure clears the headers that were set before it.
    private static void Share(HttpContext http, Gate gate)
    {
        var origin = http.Request.Headers.Origin.ToString();
        var isAdmitted = origin.Length > 0 && gate.Admits(origin);
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.Vary = HeaderNames.Origin;
            if (isAdmitted)
            {
                headers.AccessControlAllowOrigin = origin;
                headers.AccessControlExposeHeaders = "Retry-After, RateLimit, RateLimit-Policy";
            }

            return Task.CompletedTask;
        });
    }

    // A person is looking at it.
    private static IResult Readable(HttpContext http, ProblemHttpResult refusal)
    {
        if (!http.Request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase))
        {
            return refusal;
        }

        var problem = refusal.ProblemDetails;
        var lines = problem is HttpValidationProblemDetails invalid
            ? string.Concat(invalid.Errors.Select(error => $"<li>{HtmlEncoder.Default.Encode(error.Key)}: {HtmlEncoder.Default.Encode(string.Join(' ', error.Value))}</li>"))
            : "";
        return PageEndpoints.Page(
            http, problem is HttpValidationProblemDetails ? "Something is missing" : problem.Title!,
            lines.Length > 0 ? $"<p>Go back and correct this, please:</p><ul>{lines}</ul>" : $"<p>{HtmlEncoder.Default.Encode(problem.Detail ?? "")}</p>", refusal.StatusCode);
    }
}
