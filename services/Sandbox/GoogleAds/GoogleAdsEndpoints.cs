using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.GoogleAds;

/// <summary>The Google Ads API over REST, reading side, with the token address of Google's that belongs to it.</summary>
internal static class GoogleAdsEndpoints
{
    public static void AddGoogleAds(this IServiceCollection services)
    {
        services.AddOptions<GoogleAdsOptions>().BindConfiguration(GoogleAdsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<GoogleAdsLimits>();
        services.AddSingleton<GoogleAdsTokens>();
    }

    public static void MapGoogleAds(this IEndpointRouteBuilder routes)
    {
        var ads = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.GoogleAds)).ExcludeFromDescription();

        ads.MapPost("/{version}/customers/{customer}/googleAds:searchStream", SearchStream);
        ads.MapPost("/{version}/customers/{customer}/googleAds:search", Search);
    }

    /// <summary>Google's one token address. Its path is taken in the routes by the documents' Google, so the gate answers it here.</summary>
    public static IResult Exchange(HttpContext context, GoogleAdsTokens tokens)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(VendorTraffic.BodyOf(context)));
        string Part(string name) => form.TryGetValue(name, out var value) ? value.ToString() : "";
        if (Part("grant_type") != "refresh_token")
        {
            return Refuse(StatusCodes.Status400BadRequest, "unsupported_grant_type", "Invalid grant_type: " + Part("grant_type"));
        }

        if (Part("client_id").Length == 0 || Part("client_secret") is "" or "invalid")
        {
            return Refuse(StatusCodes.Status401Unauthorized, "invalid_client", "The OAuth client was not found.");
        }

        return tokens.Exchange(Part("refresh_token")) is { } token
            ? TypedResults.Json(new JsonObject
            {
                ["access_token"] = token, ["expires_in"] = GoogleAdsTokens.Seconds, ["scope"] = "https://www.googleapis.com/auth/adwords", ["token_type"] = "Bearer",
            })
            : Refuse(StatusCodes.Status400BadRequest, "invalid_grant", "Token has been expired or revoked.");
    }

    private static IResult Refuse(int status, string error, string why) =>
        TypedResults.Json(new JsonObject { ["error"] = error, ["error_description"] = why }, statusCode: status);

    /// <summary>All rows, in chunks: <c>[{"results":[…],"fieldMask":…,"requestId":…},…]</c>. Without rows <c>[]</c>.</summary>
    private static JsonHttpResult<JsonArray> SearchStream(string customer, HttpContext context, SandboxState state, GoogleAdsLimits limits)
    {
        var answer = Ask(customer, Body(context), state);
        var chunks = new JsonArray();
        foreach (var rows in answer.Rows().Chunk(limits.RowsPerPage))
        {
            chunks.Add(new JsonObject
            {
                ["results"] = new JsonArray([.. rows]), ["fieldMask"] = answer.FieldMask, ["requestId"] = GoogleAdsGate.RequestIdOf(context),
                ["queryResourceConsumption"] = Number(rows.Length * 3),
            });
        }

        return TypedResults.Json(chunks);
    }

    private static JsonHttpResult<JsonObject> Search(string customer, HttpContext context, SandboxState state, GoogleAdsLimits limits)
    {
        var body = Body(context);
        if (body["pageSize"] is not null)
        {
            throw GoogleAdsException.Request("PAGE_SIZE_NOT_SUPPORTED", "Setting the page size is not supported. Search Responses will have fixed page size of '10000' rows.", "page_size");
        }

        var answer = Ask(customer, body, state);
        var skip = 0;
        if (body["pageToken"]?.GetValue<string>() is { Length: > 0 } token && !TryRead(token, out skip))
        {
            throw GoogleAdsException.Request("INVALID_PAGE_TOKEN", "The page token is invalid.", "page_token");
        }

        var rows = answer.Rows();
        var page = rows.Skip(skip).Take(limits.RowsPerPage).ToList();
        var result = new JsonObject();
        if (page.Count > 0)
        {
            result["results"] = new JsonArray([.. page]);
        }

        if (skip + page.Count < rows.Count)
        {
            result["nextPageToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Number(skip + page.Count)));
        }

        if (body["searchSettings"]?["returnTotalResultsCount"]?.GetValue<bool>() == true)
        {
            result["totalResultsCount"] = Number(rows.Count);
        }

        result["fieldMask"] = answer.FieldMask;
        result["queryResourceConsumption"] = Number(page.Count * 3);
        return TypedResults.Json(result);
    }

    private static GaqlAnswer Ask(string customer, JsonObject body, SandboxState state)
    {
        var now = state.Now;
        return new GaqlAnswer(body["query"]?.GetValue<string>() ?? "", new AdsAccount(state.Current.World.At(now), now), customer);
    }

    private static JsonObject Body(HttpContext context)
    {
        try
        {
            return JsonNode.Parse(VendorTraffic.BodyOf(context)) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw GoogleAdsException.Request("UNKNOWN", "Invalid JSON payload received.");
        }
    }

    private static bool TryRead(string token, out int skip)
    {
        var bytes = new byte[16];
        skip = 0;
        return Convert.TryFromBase64String(token, bytes, out var length) && int.TryParse(bytes.AsSpan(0, length), NumberStyles.None, CultureInfo.InvariantCulture, out skip);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
