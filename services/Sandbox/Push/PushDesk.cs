using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Push;

/// <summary>A push service with its browsers: what a browser would show is read here.</summary>
internal sealed class PushDesk(TimeProvider clock)
{
    private const int Kept = 500;

    private readonly ConcurrentDictionary<string, Browser> browsers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PushMessage> messages = new();

    /// <summary>A browser that was asked for a subscription, as its page gets it. It takes messages of the platform with this key only.</summary>
    public PushBrowser Subscribe(string platformKey, Uri address)
    {
        var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var id = Guid.NewGuid().ToString("n");
        var browser = new Browser(id, platformKey, key, RandomNumberGenerator.GetBytes(16));
        browsers[id] = browser;
        return new PushBrowser(id, new Uri(address, $"/push/{id}").AbsoluteUri, Base64Url.EncodeToString(browser.Point), Base64Url.EncodeToString(browser.Secret));
    }

    /// <summary>The next message to this browser is answered so, once; 0 takes messages again.</summary>
    public bool Refuse(string id, int status, int? retryAfter)
    {
        if (!browsers.TryGetValue(id, out var browser))
        {
            return false;
        }

        browser.Refusal = status == 0 ? null : (status, retryAfter);
        return true;
    }

    public bool Unsubscribe(string id) => browsers.TryRemove(id, out _);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PushMessage> MessagesTo(string? id) => [.. messages.Where(message => id is null || message.Browser == id)];

    /// <summary>How often this browser's push service was asked, whatever it answered.</summary>
    public int AskedFor(string id) => browsers.TryGetValue(id, out var browser) ? browser.Asked : 0;

    public PushAnswer Take(string id, string authorization, string encoding, string topic, string ttl, byte[] body, string origin)
    {
        if (!browsers.TryGetValue(id, out var browser))
        {
            return new PushAnswer(410, "This subscription has ended.");
        }

        Interlocked.Increment(ref browser.Asked);
        if (WhyNot(authorization, browser, origin) is { } refusal)
        {
            return new PushAnswer(403, refusal);
        }

        if (browser.Refusal is { } ordered)
        {
            browser.Refusal = null;
            return new PushAnswer(ordered.Status, "Not now.", ordered.RetryAfter);
        }

        if (encoding != "aes128gcm" || !int.TryParse(ttl, out _))
        {
            return new PushAnswer(400, "The message needs Content-Encoding: aes128gcm and a TTL.");
        }

        try
        {
            messages.Enqueue(new PushMessage(id, Encoding.UTF8.GetString(Open(body, browser)), topic, clock.GetUtcNow()));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return new PushAnswer(400, "The browser could not open the message.");
        }

        while (messages.Count > Kept && messages.TryDequeue(out _))
        {
            // The oldest goes.
        }

        return new PushAnswer(201, "");
    }

    // RFC 8292: "vapid t=<JWT>, k=<public key>".
    private string? WhyNot(string authorization, Browser browser, string origin)
    {
        var parts = authorization.StartsWith("vapid ", StringComparison.Ordinal)
            ? authorization[6..].Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)
            : [];
        if (!parts.TryGetValue("t", out var token) || !parts.TryGetValue("k", out var key) || token.Split('.') is not [var header, var claims, var signature])
        {
            return "There is no vapid token.";
        }

        if (key != browser.PlatformKey)
        {
            return "The subscription is another platform's.";
        }

        var point = Base64Url.DecodeFromChars(key);
        using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        if (!verifier.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
        {
            return "The token's signature is wrong.";
        }

        using var said = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
        var until = DateTimeOffset.FromUnixTimeSeconds(said.RootElement.GetProperty("exp").GetInt64());
        return said.RootElement.GetProperty("aud").GetString() != origin ? "The token is for another push service."
            : until <= clock.GetUtcNow() || until > clock.GetUtcNow().AddHours(24) ? "The token is over, or good for more than a day."
            : said.RootElement.GetProperty("sub").GetString()?.StartsWith("mailto:", StringComparison.Ordinal) is not true ? "Nobody can be reached about it."
            : null;
    }

    // What a browser does: RFC 8188's only record under the keys of RFC 8291.
    private static byte[] Open(byte[] body, Browser browser)
    {
        var salt = body[..16];
        var recordSize = BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16));
        var sender = body[21..(21 + body[20])];
        var record = body[(21 + body[20])..];
        if (record.Length > recordSize || record.Length < 18)
        {
            throw new CryptographicException("More than one record.");
        }

        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        using var theirKey = theirs.PublicKey;
        var agreed = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, browser.Key.DeriveRawSecretAgreement(theirKey), 32, browser.Secret, [.. "WebPush: info\0"u8, .. browser.Point, .. sender]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, agreed, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var opened = new byte[record.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, record.AsSpan(0, opened.Length), record.AsSpan(opened.Length), opened);
        var end = Array.FindLastIndex(opened, padding => padding != 0);
        return end >= 0 && opened[end] == 2 ? opened[..end] : throw new CryptographicException("The last record ends with 2.");
    }

    private sealed class Browser(string id, string platformKey, ECDiffieHellman key, byte[] secret)
    {
        public int Asked;

        public string Id => id;

        public string PlatformKey => platformKey;

        public ECDiffieHellman Key => key;

        public byte[] Secret => secret;

        public byte[] Point { get; } = key.ExportParameters(includePrivateParameters: false) is var own ? [4, .. own.Q.X!, .. own.Q.Y!] : [];

        public (int Status, int? RetryAfter)? Refusal { get; set; }
    }
}

/// <summary>A browser's subscription.</summary>
/// <param name="PublicKey">p256dh.</param>
/// <param name="Secret">auth.</param>
internal sealed record PushBrowser(string Id, string Endpoint, string PublicKey, string Secret);

/// <param name="Text">Decrypted, as the service worker gets it.</param>
internal sealed record PushMessage(string Browser, string Text, string Topic, DateTimeOffset At);

internal sealed record PushAnswer(int Status, string Reason, int? RetryAfter = null);

/// <param name="PlatformKey">The platform's public key, as its page hands it to a browser.</param>
internal sealed record PushTrial(string PlatformKey);

/// <param name="Status">How the next message is answered, once; 0 takes messages again.</param>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record PushRefusal(int Status, int? RetryAfter = null);
