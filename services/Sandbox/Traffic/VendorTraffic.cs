using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Teg.Platform.Sandbox.Traffic;

/// <summary>Stands in front of all vendors: records what comes in, lets ordered faults happen, keeps each endpoint to its own address.</summary>
internal sealed class VendorTraffic(RequestDelegate next, FaultQueue faults, RequestLog log, TimeProvider clock)
{
    public const int MaxBody = 4_000_000;

    // Decks with pictures in them.
    private const int MaxFile = 64_000_000;

    private const int RecordedBody = 16_000;
    private const int SearchedBody = 1_000_000;
    private static readonly object FaultKey = new();
    private static readonly object BodyKey = new();

    /// <summary>The body, read once.</summary>
    public static byte[] BodyOf(HttpContext context) => (byte[])context.Items[BodyKey]!;

    /// <summary>The fault that the vendor itself has to act out, if one was ordered.</summary>
    public static Fault? FaultOf(HttpContext context) => context.Items.TryGetValue(FaultKey, out var fault) ? (Fault?)fault : null;

    public async Task InvokeAsync(HttpContext context)
    {
        var vendor = Vendor.Of(context);
        if (vendor == Vendor.Control)
        {
            await next(context);
            return;
        }

        var started = clock.GetTimestamp();
        if (vendor is Vendor.SignNow or Vendor.Google)
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MaxFile;
        }

        var body = await ReadAsync(context.Request.Body, context.RequestAborted);
        context.Items[BodyKey] = body;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, SearchedBody)));
        try
        {
            await AnswerAsync(context, faults.TakeFor(vendor, context.Request.Path + context.Request.QueryString, text));
        }
        finally
        {
            log.Add(number => Record(number, context, vendor, text, clock.GetElapsedTime(started)));
        }
    }

    private async Task AnswerAsync(HttpContext context, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Drop:
                context.Abort();
                return;
            case FaultKind.Status:
                context.Response.StatusCode = fault.Status;
                if (fault.RetryAfter is { } seconds)
                {
                    context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }

                return;
            case FaultKind.Delay:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), clock, context.RequestAborted);
                break;
            case FaultKind.DropAnswer or FaultKind.DelayAnswer:
                await HoldAsync(context, fault);
                return;
            default:
                context.Items[FaultKey] = fault;
                break;
        }

        await next(context);
    }

    /// <summary>What was asked is done before the caller can know of it.</summary>
    private async Task HoldAsync(HttpContext context, Fault fault)
    {
        var wire = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await next(context);
        context.Response.Body = wire;
        if (fault.Kind == FaultKind.DropAnswer)
        {
            context.Abort();
            return;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), clock, context.RequestAborted);
        held.Position = 0;
        await held.CopyToAsync(wire, context.RequestAborted);
    }

    private RecordedRequest Record(long number, HttpContext context, string vendor, string body, TimeSpan took)
    {
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Key is "Authorization" or "developer-token" ? Masked(header.Value.ToString()) : header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new RecordedRequest(
            number, clock.GetUtcNow(), vendor, context.Request.Method, context.Request.Path, context.Request.QueryString.Value, headers,
            body.Length > RecordedBody ? body[..RecordedBody] : body, context.Response.StatusCode, Math.Round(took.TotalMilliseconds, 2));
    }

    private static string Masked(string value)
    {
        var secret = value.StartsWith("Bearer ", StringComparison.Ordinal) ? value[7..] : value;
        return value[..^secret.Length] + (secret.Length <= 8 ? "****" : "****" + secret[^4..]);
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, ct);
        return buffer.ToArray();
    }
}
