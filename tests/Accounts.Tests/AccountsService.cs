using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Teg.Platform.Accounts.Notifications;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SecondFactor;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.Tests;
using Teg.Platform.Accounts.Tests.Push;
using Teg.Platform.Sandbox.Mail;
using Teg.Platform.Testing;

[assembly: AssemblyFixture(typeof(AccountsService))]
// One clock and one service for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Teg.Platform.Accounts.Tests;

/// <summary>The real service over HTTP on a migrated PostgreSQL; only the clock and the bus's transport are the tests' own.</summary>
public sealed class AccountsService : IAsyncLifetime
{
    public const string Password = "a long enough password";

    private MigratedPostgres? postgres;
    private WebApplicationFactory<SessionTokens>? service;
    private int addresses;

    internal MovableClock Clock { get; } = new();

    internal FakeProvider Provider { get; } = new();

    internal SmtpServer Smtp { get; } = SmtpServer.Start();

    internal PushService Push => field ??= new PushService(Clock);

    internal MigratedPostgres Postgres => postgres ?? throw new InvalidOperationException("Not started.");

    internal IServiceProvider Services => service!.Services;

    public async ValueTask InitializeAsync()
    {
        await Provider.StartAsync();
        await Push.StartAsync();
        postgres = await MigratedPostgres.StartAsync();
        service = new WebApplicationFactory<SessionTokens>().WithWebHostBuilder(host =>
        {
            host.UseSetting("environment", "Development");
            host.UseUrls("http://127.0.0.1:0");
            foreach (var (key, value) in Settings(postgres.Address, Smtp.Port).Concat(Provider.Settings("google")).Concat(Provider.Settings("microsoft")).Append(new("Egress:Inside:0", Push.Address.Authority)))
            {
                host.UseSetting(key, value);
            }

            host.ConfigureTestServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                // Strength is for stored passwords; here it would only cost time.
                services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000);
                services.AddMassTransitTestHarness();
            });
        });
        service.UseKestrel();
        service.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await Smtp.DisposeAsync();
        await Push.DisposeAsync();
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }

    /// <summary>A client as the Gateway is one: it says whose request it passes on. Each has an address of its own.</summary>
    internal HttpClient Client(string? address = null)
    {
        var client = service!.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address ?? $"10.0.{Interlocked.Increment(ref addresses) / 250}.{(addresses % 250) + 1}");
        return client;
    }

    /// <summary>A person of their own for a test, in a new organisation unless one is given; no role makes no member.</summary>
    internal async Task<(User User, Guid OrgId)> PersonAsync(string? role = "Viewer", Guid? org = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var id = Guid.CreateVersion7();
        var user = new User { Id = id, Name = "Pat Person", UserName = $"{id:n}@test.example", Email = $"{id:n}@test.example", EmailConfirmed = true, CreatedAt = Clock.GetUtcNow() };
        (await scope.ServiceProvider.GetRequiredService<UserManager<User>>().CreateAsync(user, Password)).Succeeded.ShouldBeTrue();

        var orgId = org ?? Guid.CreateVersion7();
        await using var connection = await Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "insert into accounts.organisation (org_id, name, time_zone, currency) values (@orgId, 'Test', 'America/Los_Angeles', 'USD') on conflict do nothing", new { orgId });
        if (role is not null)
        {
            await connection.ExecuteAsync(
                "insert into accounts.membership (org_id, account_id, role, joined_at) values (@orgId, @id, @role, now())", new { orgId, id, role });
        }

        return (user, orgId);
    }

    internal static Task<HttpResponseMessage> PostSignInAsync(HttpClient client, string email, string password) =>
        client.PostAsJsonAsync("/sessions", new { email, password });

    internal async Task<SessionTokens> SignInAsync(User user)
    {
        using var client = Client();
        using var response = await PostSignInAsync(client, user.Email!, Password);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<SessionTokens>())!;
    }

    /// <returns>The new pair, or null when it was refused.</returns>
    internal async Task<SessionTokens?> RefreshAsync(string refreshToken)
    {
        using var client = Client();
        using var response = await client.PostAsJsonAsync("/sessions/refresh", new { refreshToken });
        return response.StatusCode switch
        {
            HttpStatusCode.OK => await response.Content.ReadFromJsonAsync<SessionTokens>(),
            HttpStatusCode.Unauthorized => null,
            _ => throw new InvalidOperationException(await response.Content.ReadAsStringAsync()),
        };
    }

    internal async Task<HttpResponseMessage> MeAsync(string accessToken)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await client.GetAsync(new Uri("/sessions/me", UriKind.Relative));
    }

    /// <summary>A client with a session of its own.</summary>
    internal async Task<HttpClient> SignedInAsync(User user, string? address = null)
    {
        var client = Client(address);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SignInAsync(user)).AccessToken);
        return client;
    }

    /// <returns>The app's secret and the recovery codes.</returns>
    internal async Task<(byte[] Secret, string[] RecoveryCodes)> SetUpSecondFactorAsync(HttpClient client)
    {
        using var set = await client.PostAsync(new Uri("/profile/second-factor", UriKind.Relative), null);
        var secret = FromBase32((await set.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!);
        using var confirmed = await client.PostAsJsonAsync("/profile/second-factor/confirmation", new { code = Totp.Code(secret, Totp.StepAt(Clock.GetUtcNow())) });
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK, await confirmed.Content.ReadAsStringAsync());
        var codes = (await confirmed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!).ToArray();
        // The next code is another one.
        Clock.Advance(TimeSpan.FromSeconds(30));
        return (secret, codes);
    }

    /// <summary>The newest mail to that address, once it has come.</summary>
    internal async Task<ReadableMail> MailToAsync(string address, int count = 1)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var mails = Smtp.Mails.Where(mail => mail.Recipients.Contains(address, StringComparer.OrdinalIgnoreCase)).ToList();
            if (mails.Count >= count)
            {
                return mails[^1].Read();
            }

            await Task.Delay(25);
        }

        throw new InvalidOperationException($"No mail to {address} came.");
    }

    /// <summary>What stands behind "token=" in the mail's link.</summary>
    internal async Task<string> TokenInMailAsync(string address, int count = 1) => (await MailToAsync(address, count)).Links[0].Split("token=")[1];

    internal static byte[] FromBase32(string text)
    {
        List<byte> bytes = [];
        var (buffer, bits) = (0, 0);
        foreach (var letter in text)
        {
            buffer = ((buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal)) & 0xfff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }

    internal static async Task<string?> ProblemAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("type").GetString();
    }

    internal static Dictionary<string, string> Settings(string postgres, int smtpPort) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings:teg"] = postgres,
        ["ConnectionStrings:rabbitmq"] = "amqp://nobody:nobody@localhost:1",
        ["Database:Username"] = "accounts",
        ["Database:Password"] = "accounts",
        ["Keys:EncryptionKey"] = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        ["Demo:Enabled"] = "true",
        [$"{SmtpOptions.Section}:Host"] = "127.0.0.1",
        [$"{SmtpOptions.Section}:Port"] = $"{smtpPort}",
        [$"{SmtpOptions.Section}:Tls"] = "false",
        [$"{SmtpOptions.Section}:AppAddress"] = "https://teg.example",
        ["Bus:FirstWait"] = "00:00:00.050",
        ["Logging:LogLevel:Default"] = "Warning",
    };
}
