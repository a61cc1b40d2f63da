using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Bench.Tokens;

internal sealed class TokensScenario : IScenario
{
    public string Name => "tokens";

    public string Title => "Tokens and authenticated requests";

    public string Method =>
        """
        Every service verifies the token of every request by itself, with Accounts' public keys kept for ten minutes. First the verification alone, in this
        process, beside the bare RS256 check of the same bytes; fetching the keys for each token is what the cache saves. Then over HTTP at Accounts: the
        same answer without and with a token, and a whole authenticated request (token, scope, role, its row under row-level security, its audit event).
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        using var anonymous = system.Client("accounts");
        using var signedIn = await system.ClientOfAsync("accounts", "manager@teg.example", ct);
        var token = signedIn.DefaultRequestHeaders.Authorization!.Parameter!;
        await using var provider = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        var options = Options.Create(new TokenOptions { ReadKeys = async (_, cancel) => await anonymous.GetStringAsync("/.well-known/jwks.json", cancel) });
        SigningKeys NewKeys() => new(provider.GetRequiredService<IHttpClientFactory>(), provider, options, TimeProvider.System, NullLogger<SigningKeys>.Instance);

        using var cached = NewKeys();
        async Task JudgeAsync(SigningKeys keys, CancellationToken cancel)
        {
            var (unverified, refusal) = TokenRules.Read(token);
            var key = unverified is null ? null : await keys.FindAsync(unverified.KeyId, cancel);
            var verdict = key is null ? TokenVerdict.Refuse(refusal ?? "unknown key") : TokenRules.Judge(unverified!, key, options.Value, TimeProvider.System.GetUtcNow());
            if (verdict.Refusal is not null)
            {
                throw new InvalidOperationException($"A good token was refused: {verdict.Refusal}.");
            }
        }

        async Task JudgeWithFetchedKeysAsync(CancellationToken cancel)
        {
            using var keys = NewKeys();
            await JudgeAsync(keys, cancel);
        }

        var rsa = await cached.FindAsync(TokenRules.Read(token).Token!.KeyId, ct) ?? throw new InvalidOperationException("Accounts does not publish the key it signs with.");
        var (signed, signature) = (Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), Base64Url.DecodeFromChars(token.AsSpan(token.LastIndexOf('.') + 1)));
        Task Verify(CancellationToken _) => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? Task.CompletedTask
            : throw new InvalidOperationException("The signature does not match.");

        Candidate Http(string name, HttpClient client, string path, string? beside) => new(name, cancel => GetAsync(client, path, cancel))
        {
            PerRound = 60, Beside = beside, Processes = () => system.Processes("accounts"),
        };

        var inProcess = await Rounds.RunAsync(25,
        [
            new Candidate("bare RS256 check", Verify) { PerRound = 300, InProcess = true },
            new Candidate("a token verified, keys in the cache", cancel => JudgeAsync(cached, cancel))
            {
                PerRound = 300, InProcess = true, Beside = "bare RS256 check", Grows = "with the token's length",
            },
            new Candidate("a token verified, keys fetched for it", JudgeWithFetchedKeysAsync) { PerRound = 30, InProcess = true, Beside = "bare RS256 check", Grows = "with the published keys" },
        ], ct);
        var overHttp = await Rounds.RunAsync(25,
        [
            Http("`GET /alive`, anonymous", anonymous, "/alive", null),
            Http("`GET /alive` with a token", signedIn, "/alive", "`GET /alive`, anonymous"),
            Http("`GET /sessions/me`, authenticated and audited", signedIn, "/sessions/me", "`GET /alive`, anonymous"),
        ], ct);
        return new Finding([.. inProcess, .. overHttp], []);
    }

    private static async Task GetAsync(HttpClient client, string path, CancellationToken ct)
    {
        using var answer = await client.GetAsync(path, ct);
        answer.EnsureSuccessStatusCode();
    }
}
