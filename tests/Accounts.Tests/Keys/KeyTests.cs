using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using JWT;
using JWT.Algorithms;
using JWT.Serializers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Tests.Keys;

public sealed class KeyTests(AccountsService accounts)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_access_token_lives_an_hour_and_names_person_organisation_role_and_session()
    {
        var (user, orgId) = await accounts.PersonAsync("Agent");
        var tokens = await accounts.SignInAsync(user);
        var claims = Payload(tokens.AccessToken);

        tokens.ExpiresIn.ShouldBe(3600);
        claims["iss"]!.GetValue<string>().ShouldBe("teg-accounts");
        claims["aud"]!.GetValue<string>().ShouldBe("teg");
        claims["sub"]!.GetValue<string>().ShouldBe(user.Id.ToString());
        claims["org"]!.GetValue<string>().ShouldBe(orgId.ToString());
        claims["role"]!.GetValue<string>().ShouldBe("Agent");
        claims["sid"].ShouldNotBeNull();
        (claims["exp"]!.GetValue<long>() - claims["iat"]!.GetValue<long>()).ShouldBe(3600);

        using var me = await accounts.MeAsync(tokens.AccessToken);
        me.StatusCode.ShouldBe(HttpStatusCode.OK);
        accounts.Clock.Advance(TimeSpan.FromSeconds(3600 + 31));
        using var late = await accounts.MeAsync(tokens.AccessToken);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_that_was_changed_or_signed_otherwise_is_refused()
    {
        var (user, _) = await accounts.PersonAsync();
        var tokens = await accounts.SignInAsync(user);
        var parts = tokens.AccessToken.Split('.');
        var claims = Payload(tokens.AccessToken);
        claims["role"] = "Admin";
        var promoted = Encode(claims.ToJsonString());
        var kid = JsonNode.Parse(Decode(parts[0]))!["kid"]!.GetValue<string>();
        using var stranger = RSA.Create(2048);
        var publicKey = (await PublishedAsync()).Keys.Single(key => key.Kid == kid);

        foreach (var forged in new[]
        {
            $"{parts[0]}.{promoted}.{parts[2]}",
            $"{Encode($$"""{"alg":"none","typ":"JWT","kid":"{{kid}}"}""")}.{promoted}.",
            $"{Encode($$"""{"alg":"none","typ":"JWT","kid":"{{kid}}"}""")}.{promoted}.AA",
            new JwtEncoder(new HMACSHA256Algorithm(), new JsonNetSerializer(), new JwtBase64UrlEncoder()).Encode(
                new Dictionary<string, object> { ["kid"] = kid }, JsonSerializer.Deserialize<Dictionary<string, object>>(claims.ToJsonString()), Encoding.ASCII.GetBytes(publicKey.N)),
            AccessTokens.Encode(kid, stranger, new Dictionary<string, object> { ["iss"] = "teg-accounts", ["aud"] = "teg", ["exp"] = 32503680000, ["role"] = "Admin", ["sub"] = user.Id, ["org"] = user.Id }),
        })
        {
            using var response = await accounts.MeAsync(forged);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, forged);
        }
    }

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_until_its_tokens_expired()
    {
        var ring = await BeginWithANewKeyAsync();
        var old = await SigningKidAsync();

        accounts.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(20));
        await ring.RotateAsync(CancellationToken.None);
        (await PublishedAsync()).Keys.Count.ShouldBeGreaterThanOrEqualTo(2);
        (await SigningKidAsync()).ShouldBe(old);

        accounts.Clock.Advance(TimeSpan.FromMinutes(21));
        var next = await SigningKidAsync();
        next.ShouldNotBe(old);
        (await PublishedAsync()).Keys.Select(key => key.Kid).ShouldBe([old, next], ignoreOrder: true);

        accounts.Clock.Advance(TimeSpan.FromMinutes(66));
        await ring.RotateAsync(CancellationToken.None);
        (await PublishedAsync()).Keys.Select(key => key.Kid).ShouldBe([next]);
    }

    [Fact]
    public async Task A_token_of_the_old_key_is_good_while_the_new_one_signs()
    {
        var ring = await BeginWithANewKeyAsync();
        accounts.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(10));
        await ring.RotateAsync(CancellationToken.None);
        var (user, _) = await accounts.PersonAsync();
        var before = await accounts.SignInAsync(user);
        accounts.Clock.Advance(TimeSpan.FromMinutes(21));
        var after = await accounts.SignInAsync(user);

        Kid(after.AccessToken).ShouldNotBe(Kid(before.AccessToken));
        using var me = await accounts.MeAsync(before.AccessToken);
        me.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_replicas_that_start_at_once_make_one_key()
    {
        var box = accounts.Services.GetRequiredService<SecretBox>();
        KeyRing Replica() => ActivatorUtilities.CreateInstance<KeyRing>(accounts.Services, box);
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from accounts.signing_key");
        using var one = Replica();
        using var other = Replica();

        await Task.WhenAll(one.RotateAsync(CancellationToken.None), other.RotateAsync(CancellationToken.None));

        (await connection.ExecuteScalarAsync<long>("select count(*) from accounts.signing_key")).ShouldBe(1);
        await accounts.Services.GetRequiredService<KeyRing>().RotateAsync(CancellationToken.None);
        // Services ask for a key they do not know at most every thirty seconds.
        accounts.Clock.Advance(TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task The_published_keys_are_public_only_and_may_be_cached()
    {
        using var client = accounts.Client();
        using var response = await client.GetAsync(new Uri("/.well-known/jwks.json", UriKind.Relative));

        response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));
        var keys = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["keys"]!.AsArray();
        keys.ShouldNotBeEmpty();
        keys.ShouldAllBe(key => key!.AsObject().Select(property => property.Key).Order().SequenceEqual(new[] { "alg", "e", "kid", "kty", "n", "use" }));
    }

    [Fact]
    public void The_next_key_is_due_exactly_when_it_must_be_published_to_take_over_in_time()
    {
        var options = new KeyOptions();
        var key = new SigningKey("a", [], [], Now, Now);

        SigningKey.NextIsDue([key], options, Now + options.SignsFor - options.PublishedBefore).ShouldBeTrue();
        SigningKey.NextIsDue([key], options, Now + options.SignsFor - options.PublishedBefore - TimeSpan.FromTicks(1)).ShouldBeFalse();
        SigningKey.NextIsDue([], options, Now).ShouldBeTrue();
    }

    [Fact]
    public void A_key_is_retired_when_its_successor_signed_for_a_tokens_life_and_five_minutes()
    {
        var hour = TimeSpan.FromHours(1);
        SigningKey[] keys = [new("old", [], [], Now, Now), new("new", [], [], Now, Now + hour)];

        SigningKey.Retired(keys, hour, Now + hour + hour + TimeSpan.FromMinutes(5)).ShouldBe(["old"]);
        SigningKey.Retired(keys, hour, Now + hour + hour + TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1)).ShouldBeEmpty();
    }

    [Fact]
    public void An_encryption_key_of_the_wrong_length_is_named()
    {
        var options = new KeyOptions { EncryptionKey = "c2hvcnQ=" };

        options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)).ShouldHaveSingleItem().ErrorMessage!.ShouldContain("openssl rand -base64 32");
    }

    /// <summary>One key that signs since now, however far other tests moved the clock and whatever keys they left.</summary>
    private async Task<KeyRing> BeginWithANewKeyAsync()
    {
        var ring = accounts.Services.GetRequiredService<KeyRing>();
        await using var connection = await accounts.Postgres.Owner.OpenConnectionAsync();
        await connection.ExecuteAsync("delete from accounts.signing_key");
        await ring.RotateAsync(CancellationToken.None);
        // Services ask for a key they do not know at most every thirty seconds.
        accounts.Clock.Advance(TimeSpan.FromSeconds(31));
        return ring;
    }

    private async Task<JsonWebKeys> PublishedAsync()
    {
        using var client = accounts.Client();
        return (await client.GetFromJsonAsync<JsonWebKeys>("/.well-known/jwks.json"))!;
    }

    private async Task<string> SigningKidAsync()
    {
        var (user, _) = await accounts.PersonAsync();
        return Kid((await accounts.SignInAsync(user)).AccessToken);
    }

    private static string Kid(string token) => JsonNode.Parse(Decode(token.Split('.')[0]))!["kid"]!.GetValue<string>();

    private static JsonObject Payload(string token) => JsonNode.Parse(Decode(token.Split('.')[1]))!.AsObject();

    private static string Decode(string part) => Encoding.UTF8.GetString(new JwtBase64UrlEncoder().Decode(part));

    private static string Encode(string json) => new JwtBase64UrlEncoder().Encode(Encoding.UTF8.GetBytes(json));
}
