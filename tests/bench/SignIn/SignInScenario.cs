using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.SignIn;

internal sealed class SignInScenario : IScenario
{
    private static readonly string[] People = ["admin@teg.example", "manager@teg.example", "agent@teg.example", "viewer@teg.example"];

    public string Name => "sign-in";

    public string Title => "Sign-in";

    public string Method =>
        """
        A sign-in is slow by design: the password hash costs whoever guesses as much as it costs us. The baseline is that hash alone, with the iterations
        stored with the demo people's passwords; what a sign-in takes beyond it is ours. Eight at once share the cores, and so do eight
        hashes; their ratio is of the times until all eight are done.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        var iterations = await IterationsAsync(system, ct);
        using var accounts = system.Client("accounts");
        using var gateway = system.Client("gateway");
        await OpenFormAsync(gateway, ct);
        var next = 0;
        string Somebody() => People[(uint)Interlocked.Increment(ref next) % People.Length];
        var salt = RandomNumberGenerator.GetBytes(16);
        Task Hash(CancellationToken _)
        {
            Rfc2898DeriveBytes.Pbkdf2(RunningSystem.Password, salt, iterations, HashAlgorithmName.SHA512, 32);
            return Task.CompletedTask;
        }

        Task AtAccounts(CancellationToken token) => EnterAsync(accounts, "/sessions", Somebody(), token);
        Task AtGateway(CancellationToken token) => EnterAsync(gateway, "/session", Somebody(), token);
        Candidate Alone(string name, Func<CancellationToken, Task> ask, IReadOnlyList<string> processes) => new($"{name}, one at a time", ask)
        {
            PerRound = 4, Beside = "hash, one at a time", Processes = () => system.Processes(processes),
        };
        Candidate Eight(string name, Func<CancellationToken, Task> ask, IReadOnlyList<string> processes) => new($"{name}, 8 in parallel", ask)
        {
            PerRound = 8, Parallel = 8, Beside = "hash, 8 in parallel", Processes = () => system.Processes(processes),
        };

        var rows = await Rounds.RunAsync(15,
        [
            new Candidate("hash, one at a time", Hash) { PerRound = 4, Processes = () => [Environment.ProcessId] },
            Alone("sign-in at Accounts", AtAccounts, ["accounts"]),
            Alone("sign-in at the Gateway", AtGateway, ["gateway", "accounts"]),
            new Candidate("hash, 8 in parallel", Hash) { PerRound = 8, Parallel = 8, Processes = () => [Environment.ProcessId] },
            Eight("sign-in at Accounts", AtAccounts, ["accounts"]),
            Eight("sign-in at the Gateway", AtGateway, ["gateway", "accounts"]),
        ], ct);
        return new Finding(rows, [$"The hash is PBKDF2-HMAC-SHA512 with {iterations:n0} iterations."]);
    }

    // Identity's format 3: 0x01, the algorithm, the iterations, the salt's length, each a big-endian uint; then salt and key.
    private static async Task<int> IterationsAsync(RunningSystem system, CancellationToken ct)
    {
        await using var owner = new NpgsqlConnection(system.OwnerConnectionString);
        var hash = await owner.QuerySingleAsync<string>(new CommandDefinition(
            "select password_hash from accounts.account where email = @email", new { email = People[0] }, cancellationToken: ct));
        return (int)BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
    }

    // One form serves every sign-in: it proves that our page asks, not who does.
    private static async Task OpenFormAsync(HttpClient gateway, CancellationToken ct)
    {
        using var form = await gateway.GetAsync("/session", ct);
        form.EnsureSuccessStatusCode();
        gateway.DefaultRequestHeaders.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        gateway.DefaultRequestHeaders.Add("X-CSRF-Token", (await form.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("csrfToken").GetString());
    }

    private static async Task EnterAsync(HttpClient door, string path, string email, CancellationToken ct)
    {
        using var answer = await door.PostAsJsonAsync(path, new { email, password = RunningSystem.Password }, ct);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(ct);
    }
}
