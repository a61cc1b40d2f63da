using System.Security.Cryptography;
using System.Text;
using Teg.Platform.Sync.Webhooks;

namespace Teg.Platform.Sync.Tests.Webhooks;

public sealed class SignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_763_629_976);
    private static readonly byte[] Body = "{\"event\":\"invitee.created\"}"u8.ToArray();

    [Fact]
    public void The_tolerance_is_three_minutes_to_the_second_either_way()
    {
        Fault(Now.AddSeconds(-180)).ShouldBeNull();
        Fault(Now.AddSeconds(-181)).ShouldBe("The signature is too old.");
        Fault(Now.AddSeconds(180)).ShouldBeNull();
        Fault(Now.AddSeconds(181)).ShouldBe("The signature is too old.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=abc,v1=00")]
    [InlineData("v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=1763629976")]
    [InlineData("t=1763629976,v1=")]
    [InlineData("t=1763629976,v1=é")]
    public void What_is_no_signature_is_refused(string? header) => WebhookSignature.CalendlyFault(header, Body, "key", Now).ShouldNotBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("....")]
    public void What_is_no_token_is_refused(string? header) => WebhookSignature.MondayFault(header, "secret", Now).ShouldNotBeNull();

    [Fact]
    public void A_token_of_another_algorithm_or_out_of_date_is_refused()
    {
        WebhookSignature.MondayFault(Token("""{"alg":"HS256"}""", Now.AddMinutes(5)), "secret", Now).ShouldBeNull();
        WebhookSignature.MondayFault(Token("""{"alg":"none"}""", Now.AddMinutes(5)), "secret", Now).ShouldBe("The token is not signed the agreed way.");
        WebhookSignature.MondayFault(Token("""{"alg":"HS256"}""", Now.AddMinutes(-4)), "secret", Now).ShouldBe("The token has expired.");
    }

    private static string? Fault(DateTimeOffset signedAt)
    {
        var time = signedAt.ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData("key"u8, [.. Encoding.UTF8.GetBytes($"{time}."), .. Body]);
        return WebhookSignature.CalendlyFault($"t={time},v1={Convert.ToHexStringLower(signature)}", Body, "key", Now);
    }

    private static string Token(string header, DateTimeOffset expires)
    {
        var parts = $"{Part(header)}.{Part($"{{\"exp\":{expires.ToUnixTimeSeconds()}}}")}";
        return $"{parts}.{System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes(parts)))}";
    }

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
