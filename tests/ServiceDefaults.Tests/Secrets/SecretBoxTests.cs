using System.Text;

namespace Teg.Platform.ServiceDefaults.Tests.Secrets;

public sealed class SecretBoxTests
{
    private const string First = "0123456789abcdef0123456789abcdef";
    private const string Second = "another key, also 32 bytes long!";

    [Fact]
    public void A_sealed_secret_opens_only_in_its_row_and_with_its_encryption_key()
    {
        var box = Box(First);
        var sealedSecret = box.Seal([1, 2, 3], "2026-11");

        box.Open(sealedSecret, "2026-11").ShouldBe([1, 2, 3]);
        Should.Throw<SecretSealedException>(() => box.Open(sealedSecret, "2026-12"));
        Should.Throw<SecretSealedException>(() => Box(Second).Open(sealedSecret, "2026-11")).Message.ShouldContain("Trial:PreviousEncryptionKeys");
        Box(Second, First).Open(sealedSecret, "2026-11").ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_sealed_secret_that_was_touched_does_not_open()
    {
        var box = Box(First);
        var sealedSecret = box.Seal([1, 2, 3], "row");

        for (var position = 0; position < sealedSecret.Length; position++)
        {
            var touched = sealedSecret.ToArray();
            touched[position] ^= 1;
            Should.Throw<SecretSealedException>(() => box.Open(touched, "row"), $"byte {position}");
        }

        Should.Throw<SecretSealedException>(() => box.Open([], "row"));
    }

    [Fact]
    public void Sealing_twice_gives_different_bytes_under_the_newest_key()
    {
        var box = Box(Second, First);

        box.Seal([1], "row").ShouldNotBe(box.Seal([1], "row"));
        box.Fingerprint.ShouldBe(Box(Second).Fingerprint);
        box.Fingerprint.ShouldNotBe(Box(First).Fingerprint);
    }

    [Theory]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", true)]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZQ==", false)]
    [InlineData("not base64 at all", false)]
    [InlineData("", false)]
    public void A_key_is_32_bytes_in_base64(string text, bool isKey) => SecretBox.IsKey(text).ShouldBe(isKey);

    private static SecretBox Box(string key, params string[] previous) => new(Base64(key), previous.Select(Base64), "Trial");

    private static string Base64(string key) => Convert.ToBase64String(Encoding.ASCII.GetBytes(key));
}
