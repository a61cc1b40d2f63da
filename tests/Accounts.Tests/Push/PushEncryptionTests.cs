using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Teg.Platform.Accounts.Push;

namespace Teg.Platform.Accounts.Tests.Push;

public sealed class PushEncryptionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_example_of_RFC_8291_comes_out_byte_for_byte()
    {
        // Appendix A.
        var point = Base64Url.DecodeFromChars("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var ours = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] }, D = Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        });

        var message = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"), ours, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));

        Base64Url.EncodeToString(message).ShouldBe(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    [Fact]
    public void The_longest_message_fills_the_record_and_a_longer_one_is_refused()
    {
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = PushEncryption.Point(browser.ExportParameters(includePrivateParameters: false));

        PushEncryption.Encrypt(new byte[PushEncryption.Longest], point, new byte[16]).Length.ShouldBe(4096);
        Should.Throw<ArgumentException>(() => PushEncryption.Encrypt(new byte[PushEncryption.Longest + 1], point, new byte[16]));
    }

    [Fact]
    public void A_point_beside_the_curve_is_no_key()
    {
        var beside = new byte[65];
        beside[0] = 4;
        beside[64] = 1;

        Should.Throw<CryptographicException>(() => ECDiffieHellman.Create(PushEncryption.Parameters(beside)));
        Should.Throw<CryptographicException>(() => PushEncryption.Parameters(beside[..64]));
    }

    [Fact]
    public void What_is_over_goes_what_is_wrong_is_given_up_and_the_rest_waits_as_long_as_was_asked()
    {
        Of(HttpStatusCode.Created).Verdict.ShouldBe(PushVerdict.Sent);
        Of(HttpStatusCode.NotFound).Verdict.ShouldBe(PushVerdict.Gone);
        Of(HttpStatusCode.Gone).Verdict.ShouldBe(PushVerdict.Gone);
        Of(HttpStatusCode.Forbidden).Verdict.ShouldBe(PushVerdict.GivenUp);
        Of(HttpStatusCode.TooManyRequests, wait: 90).DueAt.ShouldBe(Now.AddSeconds(90));
        Of(HttpStatusCode.ServiceUnavailable).DueAt.ShouldBe(Now.AddSeconds(30));
        Of(null, attempts: 3).DueAt.ShouldBe(Now.AddMinutes(4));
        Of(null, attempts: 60).DueAt.ShouldBe(Now.AddHours(1));
        Of(HttpStatusCode.TooManyRequests, wait: 24 * 3600).Verdict.ShouldBe(PushVerdict.Later);
        Of(HttpStatusCode.TooManyRequests, wait: (24 * 3600) + 1).Verdict.ShouldBe(PushVerdict.GivenUp);
    }

    private static PushOutcome Of(HttpStatusCode? status, int? wait = null, int attempts = 0) =>
        PushOutcome.Of(status, wait is null ? null : TimeSpan.FromSeconds(wait.Value), attempts, Now, Now);
}
