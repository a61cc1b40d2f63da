using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace Teg.Platform.ServiceDefaults.Tests.Tokens;

public sealed class TokenTests : IAsyncLifetime
{
    private static readonly RSA Stranger = RSA.Create(2048);
    private readonly TestClock clock = new();
    private readonly Issuer accounts;
    private readonly StubHttp keysEndpoint;
    private HttpStatusCode keysStatus = HttpStatusCode.OK;
    private RunningService service = null!;

    public TokenTests()
    {
        accounts = new Issuer(clock);
        keysEndpoint = new StubHttp(_ => new HttpResponseMessage(keysStatus) { Content = new StringContent(accounts.Jwks()) });
    }

    public async ValueTask InitializeAsync() => service = await RunningService.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddTokenAuthentication();
            builder.Services.AddHttpClient(SigningKeys.Client).ConfigurePrimaryHttpMessageHandler(() => keysEndpoint);
            builder.Services.Configure<HttpResilienceOptions>(SigningKeys.Client, limits => limits.Retries = 0);
        },
        app =>
        {
            app.MapGet("/me", (Caller caller) => TypedResults.Ok(caller));
            foreach (var role in Roles.Ascending)
            {
                app.MapGet($"/{role}", () => TypedResults.Ok()).RequireAuthorization(role);
            }

            app.MapGet("/company-figures", () => TypedResults.Ok()).RequireAuthorization(Roles.CompanyFigures);
            app.MapGet("/open", () => TypedResults.Ok()).AllowAnonymous();
            app.MapPost("/write", () => TypedResults.Ok()).RequireAuthorization(Roles.Viewer);
        },
        new() { ["services:accounts:http:0"] = "http://accounts.example" });

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        accounts.Dispose();
    }

    [Fact]
    public async Task A_good_token_says_who_calls()
    {
        var answer = await GetAsync("/me", accounts.Token());

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var caller = await answer.Content.ReadFromJsonAsync<JsonElement>();
        caller.GetProperty("orgId").GetGuid().ShouldBe(Issuer.Organisation);
        caller.GetProperty("userId").GetGuid().ShouldBe(Issuer.User);
        caller.GetProperty("role").GetString().ShouldBe("Viewer");
        caller.GetProperty("name").GetString().ShouldBe("Ada");
        keysEndpoint.Asked.Single().Address.ShouldBe(new Uri("http://accounts.example/.well-known/jwks.json"));
    }

    [Theory]
    [InlineData("Viewer", "Viewer")]
    [InlineData("Agent", "Viewer,Agent")]
    [InlineData("Manager", "Viewer,Agent,Manager")]
    [InlineData("Admin", "Viewer,Agent,Manager,Admin")]
    public async Task A_role_opens_its_own_doors_and_those_below(string role, string open)
    {
        var token = accounts.Token(accounts.Claims(role));
        var admitted = new List<string>();
        foreach (var door in Roles.Ascending)
        {
            var answer = await GetAsync($"/{door}", token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                admitted.Add(door);
                continue;
            }

            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"insufficient_scope\"");
            (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("not-allowed");
        }

        admitted.ShouldBe(open.Split(','));
    }

    [Theory]
    [InlineData("Viewer", HttpStatusCode.OK)]
    [InlineData("Agent", HttpStatusCode.Forbidden)]
    [InlineData("Manager", HttpStatusCode.OK)]
    [InlineData("Admin", HttpStatusCode.OK)]
    public async Task Figures_that_are_nobodys_own_are_not_for_an_agent(string role, HttpStatusCode expected) =>
        (await GetAsync("/company-figures", accounts.Token(accounts.Claims(role)))).StatusCode.ShouldBe(expected);

    [Fact]
    public async Task Without_a_token_every_door_that_does_not_say_anonymous_is_shut()
    {
        var answer = await GetAsync("/me", token: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("not-signed-in");
        (await GetAsync("/open", token: null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("trial:read", "GET", "/me", null)]
    [InlineData("other:read trial:write", "POST", "/write", null)]
    [InlineData("trial:write", "GET", "/me", "trial:read")]
    [InlineData("trial:read", "POST", "/write", "trial:write")]
    [InlineData("other:read trial:reads", "GET", "/me", "trial:read")]
    [InlineData("", "GET", "/me", "trial:read")]
    [InlineData("other:read", "GET", "/open", null)]
    public async Task A_machine_needs_the_services_scope_besides_its_role(string scope, string method, string path, string? lacking)
    {
        var claims = accounts.Claims();
        claims["scope"] = scope;
        claims["client"] = true;
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accounts.Token(claims)) } };

        var answer = await service.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(lacking is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        if (lacking is not null)
        {
            answer.Headers.WwwAuthenticate.ToString().ShouldBe($"Bearer error=\"insufficient_scope\", scope=\"{lacking}\"");
            (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("scope-missing");
        }
        else if (path == "/me")
        {
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("isClient").GetBoolean().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_machines_token_without_scopes_is_refused()
    {
        var claims = accounts.Claims(Roles.Admin);
        claims["client"] = true;

        var answer = await GetAsync("/me", accounts.Token(claims));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("a machine without scope");
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { "iss", "another issuer" }, { "aud", "another audience" }, { "exp", "expired" }, { "no exp", "no expiry" }, { "nbf", "not valid yet" },
        { "role", "unknown role" }, { "sub", "no user or organisation" }, { "org", "no user or organisation" },
        { "other key", "signature does not match" }, { "tampered", "signature does not match" }, { "no signature", "malformed" },
        { "none", "algorithm is not RS256" }, { "public key as secret", "algorithm is not RS256" }, { "unknown kid", "unknown key" },
        { "two parts", "malformed" }, { "no base64", "malformed" }, { "too long", "malformed" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_that_breaks_a_rule_is_refused_and_the_rule_named(string forgery, string rule)
    {
        var stranger = Stranger;
        var claims = accounts.Claims(Roles.Admin);
        var good = accounts.Token(claims);
        var token = forgery switch
        {
            "iss" => With("iss", "someone"),
            "aud" => With("aud", new[] { "other", "teg2" }),
            "exp" => With("exp", clock.GetUtcNow().AddSeconds(-30).ToUnixTimeSeconds()),
            "no exp" => With("exp", "never"),
            "nbf" => With("nbf", clock.GetUtcNow().AddSeconds(31).ToUnixTimeSeconds()),
            "role" => With("role", "Root"),
            "sub" => With("sub", "ada"),
            "org" => With("org", null),
            "other key" => accounts.Token(claims, key: stranger),
            "tampered" => string.Join('.', good.Split('.')[0], accounts.Token(accounts.Claims(Roles.Viewer)).Split('.')[1], good.Split('.')[2]),
            "no signature" => good[..(good.LastIndexOf('.') + 1)],
            "none" => accounts.Token(claims, algorithm: "none"),
            "public key as secret" => accounts.Token(
                claims, algorithm: "HS256", sign: bytes => HMACSHA256.HashData(accounts.Key("first").ExportSubjectPublicKeyInfo(), bytes)),
            "unknown kid" => accounts.Token(claims, keyId: "../first", key: stranger),
            "two parts" => "a.b",
            "no base64" => "a.b.*",
            _ => new string('a', 9000),
        };

        var answer = await GetAsync("/me", token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe($"Bearer error=\"invalid_token\", error_description=\"{rule}\"");
        (await RunningService.ProblemOf(answer)).GetProperty("detail").GetString().ShouldBe($"The access token was refused: {rule}.");
        service.Logs.All.ShouldContain(line => line.Text == $"Token refused: {rule}");

        string With(string claim, object? value)
        {
            claims[claim] = value;
            return accounts.Token(claims);
        }
    }

    [Fact]
    public async Task Clocks_may_be_thirty_seconds_apart()
    {
        var expired = accounts.Claims();
        expired["exp"] = clock.GetUtcNow().AddSeconds(-29).ToUnixTimeSeconds();
        (await GetAsync("/me", accounts.Token(expired))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var early = accounts.Claims();
        early["nbf"] = clock.GetUtcNow().AddSeconds(30).ToUnixTimeSeconds();
        (await GetAsync("/me", accounts.Token(early))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Keys_are_asked_for_once_in_ten_minutes_and_outlive_Accounts()
    {
        var claims = accounts.Claims();
        claims["exp"] = clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds();
        var token = accounts.Token(claims);
        await GetAsync("/me", token);
        await GetAsync("/me", token);
        keysEndpoint.Asked.Count.ShouldBe(1);

        clock.Advance(TimeSpan.FromMinutes(10));
        keysStatus = HttpStatusCode.ServiceUnavailable;
        (await GetAsync("/me", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        keysEndpoint.Asked.Count.ShouldBe(2);

        clock.Advance(TimeSpan.FromHours(5));
        (await GetAsync("/me", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_key_is_learnt_at_once_and_unknown_ones_are_asked_for_at_most_every_thirty_seconds()
    {
        await GetAsync("/me", accounts.Token());
        clock.Advance(TimeSpan.FromSeconds(31));
        accounts.AddKey("second");

        (await GetAsync("/me", accounts.Token(keyId: "second"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        keysEndpoint.Asked.Count.ShouldBe(2);

        accounts.AddKey("third");
        for (var i = 0; i < 5; i++)
        {
            (await GetAsync("/me", accounts.Token(keyId: "third"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        keysEndpoint.Asked.Count.ShouldBe(2);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await GetAsync("/me", accounts.Token(keyId: "third"))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_Accounts_withdrew_is_no_longer_believed()
    {
        accounts.AddKey("leaked");
        var token = accounts.Token(keyId: "leaked");
        (await GetAsync("/me", token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        accounts.ForgetKey("leaked");
        clock.Advance(TimeSpan.FromMinutes(10));

        (await GetAsync("/me", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Before_Accounts_ever_answered_nobody_is_signed_out()
    {
        keysStatus = HttpStatusCode.BadGateway;
        var answer = await GetAsync("/me", accounts.Token());
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        (await RunningService.ProblemOf(answer)).GetProperty("type").GetString().ShouldBe("keys-unavailable");

        keysStatus = HttpStatusCode.OK;
        clock.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync("/me", accounts.Token())).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_weak_key_is_not_taken()
    {
        accounts.AddKey("weak", bits: 1024);

        (await GetAsync("/me", accounts.Token(keyId: "weak"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        service.Logs.All.ShouldContain(line => line.Level == LogLevel.Warning && line.Text.StartsWith("Signing keys could not be read", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await service.Http.SendAsync(request);
    }
}
