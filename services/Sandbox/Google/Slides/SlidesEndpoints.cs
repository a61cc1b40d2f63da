using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Google.Drive;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google.Slides;

/// <summary>Slides v1.</summary>
internal static class SlidesEndpoints
{
    private static readonly string[] PageKinds = ["slides", "layouts", "masters"];

    public static void MapSlides(this IEndpointRouteBuilder routes)
    {
        var slides = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.Google)).ExcludeFromDescription();

        slides.MapPost("/v1/presentations", static (HttpContext context, DriveDesk desk) =>
        {
            var file = desk.CreateEmpty(new JsonObject { ["name"] = (string?)GoogleAnswers.BodyOf(context)["title"] ?? "Untitled presentation", ["mimeType"] = DriveFile.Presentation });
            return GoogleAnswers.Json(context, desk.PresentationOf(file.Id));
        });
        slides.MapGet("/v1/presentations/{id}", static (string id, HttpContext context, DriveDesk desk) => GoogleAnswers.Json(context, desk.PresentationOf(id)));
        slides.MapPost("/v1/presentations/{id}:batchUpdate", BatchUpdateAsync);
        slides.MapGet("/v1/presentations/{id}/pages/{pageId}", static (string id, string pageId, HttpContext context, DriveDesk desk) => GoogleAnswers.Json(context, PageOf(desk, id, pageId)));
        slides.MapGet("/v1/presentations/{id}/pages/{pageId}/thumbnail", static (string id, string pageId, HttpContext context, DriveDesk desk) =>
        {
            PageOf(desk, id, pageId);
            return GoogleAnswers.Json(context, new JsonObject { ["width"] = 1350, ["height"] = 900, ["contentUrl"] = $"{GoogleAnswers.Address(context)}/thumbnails/1TegDeckImages-contemporary-01" });
        });
        slides.MapGet("/pictures/{hash:regex(^[0-9a-f]{{64}}$)}", static (string hash, SandboxState state) => TypedResults.File(state.Files.Get(hash), "image/png")).WithMetadata(new WithoutGoogleToken());
        // What a person sees who follows webViewLink.
        slides.MapGet("/presentation/d/{id}/edit", static (string id, DriveDesk desk) => TypedResults.Text(string.Join("\n\n", SlidesModel.TextsOf(desk.PresentationOf(id)).Select(lines => string.Join('\n', lines)))))
            .WithMetadata(new WithoutGoogleToken());
    }

    private static async Task<IResult> BatchUpdateAsync(string id, HttpContext context, DriveDesk desk, SlidePictures pictures)
    {
        var body = GoogleAnswers.BodyOf(context);
        var requests = body["requests"] is JsonArray { Count: > 0 } given ? given : throw GoogleException.Invalid("Must specify at least one request.");
        desk.PresentationOf(id);
        var fetched = await pictures.FetchAsync(requests, GoogleAnswers.Address(context), context.RequestAborted);
        return GoogleAnswers.Json(context, desk.ChangePresentation(id, presentation =>
        {
            if ((string?)body["writeControl"]?["requiredRevisionId"] is { } required && required != (string?)presentation["revisionId"])
            {
                throw new GoogleException(400, "The required revision ID does not match the latest revision of the presentation.", "FAILED_PRECONDITION", "failedPrecondition");
            }

            var replies = new SlidesBatch(presentation, fetched).Apply(requests);
            var revision = SlidesModel.NewRevision();
            presentation["revisionId"] = revision;
            return new JsonObject { ["presentationId"] = id, ["replies"] = replies, ["writeControl"] = new JsonObject { ["requiredRevisionId"] = revision } };
        }));
    }

    private static JsonNode PageOf(DriveDesk desk, string id, string pageId)
    {
        var presentation = desk.PresentationOf(id);
        return PageKinds.SelectMany(kind => (presentation[kind] as JsonArray ?? []).OfType<JsonObject>())
            .FirstOrDefault(page => (string?)page["objectId"] == pageId) ?? throw GoogleException.EntityNotFound();
    }
}
