using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// 200 with a kept answer's JSON, or 304 to who has it already. Age says how old it is in seconds, Cache-Status (RFC 9211) where it came from and how long it
/// stays fresh: a negative ttl is a stale answer.
/// </summary>
public sealed class Answer<T>(Kept<byte[]> kept) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(kept.Value).AsSpan(0, 12))}\"");
        headers.ETag = tag.ToString();
        headers.Age = ((long)kept.Age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        headers["Cache-Status"] = string.Create(CultureInfo.InvariantCulture, $"teg; {From}; ttl={(long)Math.Floor(kept.FreshFor.TotalSeconds)}");

        if (EntityTagHeaderValue.TryParseList(httpContext.Request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false)))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = kept.Value.Length;
        await httpContext.Response.Body.WriteAsync(kept.Value, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));

    private string From => kept.From switch
    {
        CacheTier.Local => "hit; detail=l1",
        CacheTier.Redis => "hit; detail=l2",
        CacheTier.Stale => "hit; detail=stale",
        CacheTier.Joined => "fwd=miss; collapsed",
        _ => "fwd=miss",
    };
}
