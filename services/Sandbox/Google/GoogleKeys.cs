using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Teg.Platform.Sandbox.Journal;

namespace Teg.Platform.Sandbox.Google;

/// <summary>Service accounts and the tokens given to them. Tokens follow the real time.</summary>
internal sealed class GoogleKeys(IOptions<GoogleOptions> options, IOptions<SandboxOptions> sandbox, TimeProvider clock)
{
    public const string GoogleTokenAddress = "https://oauth2.googleapis.com/token";

    private const int TokenSeconds = 3599;
    private const string OwnEmail = "sandbox@teg-sandbox.iam.gserviceaccount.com";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Issued> tokens = new(StringComparer.Ordinal);
    private Dictionary<string, string>? keys;

    /// <summary>The key file of the Sandbox's own account, as the vendor's console gives one out.</summary>
    public JsonObject OwnKeyFile(string tokenAddress) => new()
    {
        ["type"] = "service_account",
        ["project_id"] = "teg-sandbox",
        ["private_key_id"] = "sandbox-1",
        ["private_key"] = Known()[OwnEmail],
        ["client_email"] = OwnEmail,
        ["client_id"] = "100000000000000000001",
        ["token_uri"] = tokenAddress,
    };

    /// <summary>Answers a signed assertion with a token.</summary>
    /// <exception cref="InvalidGrantException">Something about the assertion is not right.</exception>
    public JsonObject Exchange(string assertion, string ownAddress)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3 || Part(parts[0]) is not { } header || Part(parts[1]) is not { } claims)
        {
            throw new InvalidGrantException("Invalid JWT: not three parts of base64url.");
        }

        var issuer = Text(claims, "iss");
        if (Text(header, "alg") != "RS256" || issuer is null || !Known().TryGetValue(issuer, out var pem))
        {
            throw new InvalidGrantException(issuer is null || !Known().ContainsKey(issuer) ? "Invalid grant: account not found" : "Invalid JWT: the algorithm must be RS256.");
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        if (!Base64Url.IsValid(parts[2])
            || !rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            throw new InvalidGrantException("Invalid JWT Signature.");
        }

        if (Text(claims, "aud") is not { } audience || (audience != GoogleTokenAddress && audience.TrimEnd('/') != ownAddress && audience != $"{ownAddress}/token"))
        {
            throw new InvalidGrantException("Invalid JWT: the audience is not this token server.");
        }

        var now = clock.GetUtcNow();
        if (Seconds(claims, "iat") is not { } issued || Seconds(claims, "exp") is not { } expires || issued > now + Skew || expires < now - Skew || expires - issued > TimeSpan.FromSeconds(3600))
        {
            throw new InvalidGrantException("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }

        if (Text(claims, "scope") is not { Length: > 0 } scope)
        {
            throw new InvalidGrantException("Invalid OAuth scope or ID token audience provided.", "invalid_scope");
        }

        var token = "ya29." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        tokens[token] = new Issued(Text(claims, "sub") ?? issuer, scope.Split(' ', StringSplitOptions.RemoveEmptyEntries), now.AddSeconds(TokenSeconds));
        return new JsonObject { ["access_token"] = token, ["expires_in"] = TokenSeconds, ["token_type"] = "Bearer" };
    }

    /// <summary>Whose token it is. A token that was never issued is let in as everything, unless it looks like one that was.</summary>
    /// <returns>Null when it is refused.</returns>
    public Issued? Find(string token) => tokens.TryGetValue(token, out var issued)
        ? issued.Expires > clock.GetUtcNow() ? issued : null
        : token is "invalid" or { Length: < 6 } || token.StartsWith("ya29.", StringComparison.Ordinal) ? null : new Issued("somebody@teg.example", null, DateTimeOffset.MaxValue);

    /// <summary>All tokens are forgotten, as when an administrator takes them back.</summary>
    public void Revoke() => tokens.Clear();

    private Dictionary<string, string> Known()
    {
        lock (gate)
        {
            if (keys is not null)
            {
                return keys;
            }

            var found = new Dictionary<string, string>(StringComparer.Ordinal) { [OwnEmail] = OwnKey() };
            foreach (var given in options.Value.Keys.Where(key => key.Length > 0))
            {
                using var file = JsonDocument.Parse(given.TrimStart().StartsWith('{') ? given : Encoding.UTF8.GetString(Convert.FromBase64String(given)));
                found[file.RootElement.GetProperty("client_email").GetString()!] = file.RootElement.GetProperty("private_key").GetString()!;
            }

            return keys = found;
        }
    }

    // Made at the first question and kept, so that a key that was handed out still opens after a restart.
    private string OwnKey()
    {
        var path = Path.Combine(Directory.CreateDirectory(sandbox.Value.DataFolder).FullName, "google-account.pem");
        if (!File.Exists(path))
        {
            using var rsa = RSA.Create(2048);
            File.WriteAllText(path, rsa.ExportPkcs8PrivateKeyPem());
        }

        return File.ReadAllText(path);
    }

    private static JsonElement? Part(string base64Url)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(base64Url));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement? part, string name) =>
        part!.Value.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Seconds(JsonElement? part, string name) =>
        part!.Value.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}

/// <param name="Scopes">Null: everything.</param>
internal sealed record Issued(string User, IReadOnlyList<string>? Scopes, DateTimeOffset Expires)
{
    /// <summary>Drive's own scope opens all three.</summary>
    public bool MayUse(string scope) => Scopes is null || Scopes.Any(given => given.Contains("/auth/drive", StringComparison.Ordinal) || given.Contains($"/auth/{scope}", StringComparison.Ordinal));
}

internal sealed class InvalidGrantException(string message, string error = "invalid_grant") : Exception(message)
{
    public string Error => error;
}
