using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Teg.Platform.Sandbox.Google.Drive;
using Teg.Platform.Sandbox.Google.Sheets;
using Teg.Platform.Sandbox.Google.Slides;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.Google;

/// <summary>Google's token address, Drive, Sheets and Slides behind one door.</summary>
internal static class GoogleSetup
{
    public static void AddGoogle(this IServiceCollection services)
    {
        services.AddOptions<GoogleOptions>().BindConfiguration(GoogleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GoogleKeys>();
        services.AddSingleton<GoogleLimits>();
        services.AddSingleton<DriveDesk>();
        services.AddSingleton<ResumableUploads>();
        services.AddSingleton<SlidePictures>();
    }

    public static void MapGoogle(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/token", Exchange).WithMetadata(new OnVendor(Vendor.Google)).WithMetadata(new WithoutGoogleToken()).ExcludeFromDescription();
        routes.MapDrive();
        routes.MapSheets();
        routes.MapSlides();
    }

    private static IResult Exchange(HttpContext context, GoogleKeys keys)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(VendorTraffic.BodyOf(context)));
        try
        {
            return form.TryGetValue("grant_type", out var grant) && grant == "urn:ietf:params:oauth:grant-type:jwt-bearer" && form.TryGetValue("assertion", out var assertion)
                ? TypedResults.Json(keys.Exchange(assertion.ToString(), GoogleAnswers.Address(context)))
                : throw new InvalidGrantException("Invalid grant_type: " + grant, "unsupported_grant_type");
        }
        catch (InvalidGrantException refused)
        {
            return TypedResults.Json(new JsonObject { ["error"] = refused.Error, ["error_description"] = refused.Message }, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
