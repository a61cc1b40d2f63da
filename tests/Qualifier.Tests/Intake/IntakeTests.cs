using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Teg.Platform.Qualifier.Spool;
using Teg.Platform.Qualifier.Tests.Enquiries;

namespace Teg.Platform.Qualifier.Tests.Intake;

public sealed class IntakeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private static int people;

    [Theory]
    [InlineData(3, "https://calendly.com/house/intro?name=Ann%20Atelier&email={0}&a1=Gowns%20for%20a%20gala&utm_source=google")]
    [InlineData(2, "https://calendly.com/house/chat?utm_source=google")]
    [InlineData(1, "https://www.house.example/thanks")]
    [InlineData(0, "https://www.house.example/thanks")]
    public async Task An_enquiry_is_judged_answered_and_stored(int score, string redirect)
    {
        host.Model.Score = score;
        var site = await host.SiteAsync();
        using var stranger = host.Stranger();

        using var response = await stranger.PostAsJsonAsync("/qualify", Form(site, out var email, ("utm_source", "google"), ("Where?", "Here")));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var answer = await IntakeHost.ReadAsync(response);
        answer.GetProperty("score").GetInt32().ShouldBe(score);
        answer.GetProperty("confidence").GetDecimal().ShouldBe(0.9m);
        answer.GetProperty("reason").GetString().ShouldBe("A clear project.");
        answer.GetProperty("rules").GetArrayLength().ShouldBe(0);
        answer.GetProperty("fallback").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("redirect").GetString().ShouldBe(redirect.Replace("{0}", Uri.EscapeDataString(email), StringComparison.Ordinal));

        (await host.StoredAsync(site.Org)).ShouldBe(1);
        var row = (await host.Qualifier.ListAsync<(Guid Id, string Email, string Answer, int Score, int RulesVersion, Guid SiteKeyId)>(
            """
            select e.id, e.email, e.answers ->> 'Where?', e.score::int, d.rules_version, e.site_key_id
            from qualifier.enquiry e join qualifier.decision d on d.org_id = e.org_id and d.id = e.decision_id where e.org_id = @Org
            """, new { site.Org })).ShouldHaveSingleItem();
        row.ShouldBe((answer.GetProperty("enquiryId").GetGuid(), email, "Here", score, 1, site.Id));
    }

    [Fact]
    public async Task A_plain_form_is_sent_on_to_the_page()
    {
        host.Model.Score = 3;
        var site = await host.SiteAsync();
        using var stranger = host.Stranger();
        stranger.DefaultRequestHeaders.Referrer = new Uri("https://www.house.example/contact?x=1");
        var query = string.Join('&', Form(site, out _).Select(field => $"{field.Key}={Uri.EscapeDataString((string)field.Value)}"));

        using var response = await stranger.GetAsync(new Uri($"/qualify?{query}", UriKind.Relative));
        using var posted = await stranger.PostAsync(new Uri("/qualify", UriKind.Relative), new StringContent(query, Encoding.UTF8, "application/x-www-form-urlencoded"));

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe("https://calendly.com/house/intro");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        posted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.StoredAsync(site.Org)).ShouldBe(1, "the same form is the same enquiry whichever way it came");
    }

    [Fact]
    public async Task Sent_twice_while_it_is_judged_and_once_more_later_it_is_judged_and_stored_once()
    {
        var site = await host.SiteAsync();
        var form = Form(site, out _);
        var before = host.Model.Asked;
        var gate = new TaskCompletionSource();
        host.Model.MayAnswer = gate.Task;
        using var stranger = host.Stranger();

        var both = new[] { stranger.PostAsJsonAsync("/qualify", form), stranger.PostAsJsonAsync("/qualify", form) };
        await IntakeHost.UntilAsync("the model to be asked", () => Task.FromResult(host.Model.Asked > before));
        gate.SetResult();
        var answers = await Task.WhenAll(both.Append(stranger.PostAsJsonAsync("/qualify", form)).Select(async sent => await (await sent).Content.ReadAsStringAsync()));

        answers.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldContain("enquiryId");
        host.Model.Asked.ShouldBe(before + 1);
        (await host.StoredAsync(site.Org)).ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_does_not_answer_leaves_it_to_the_rules_and_nobody_waits()
    {
        var site = await host.SiteAsync();
        var gate = new TaskCompletionSource();
        host.Model.MayAnswer = gate.Task;
        using var stranger = host.Stranger();

        using var response = await stranger.PostAsJsonAsync("/qualify", Form(site, out _));

        host.Model.MayAnswer = Task.CompletedTask;
        gate.SetResult();
        var answer = await IntakeHost.ReadAsync(response);
        answer.GetProperty("fallback").GetString().ShouldBe("timeout");
        answer.GetProperty("confidence").ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.StoredAsync(site.Org)).ShouldBe(1);
    }

    [Theory]
    [InlineData("hp_website", "https://spam.example", "honeypot-filled")]
    [InlineData("elapsed", "150", "filled-too-fast")]
    public async Task A_machine_gets_what_spam_gets_is_kept_with_a_mark_and_costs_no_question(string field, string value, string rule)
    {
        var site = await host.SiteAsync();
        var before = host.Model.Asked;
        using var stranger = host.Stranger();

        using var response = await stranger.PostAsJsonAsync("/qualify", Form(site, out _, (field, value)));

        var answer = await IntakeHost.ReadAsync(response);
        (answer.GetProperty("score").GetInt32(), answer.GetProperty("redirect").GetString()).ShouldBe((0, "https://www.house.example/thanks"));
        answer.GetRawText().ShouldNotContain(rule);
        answer.GetRawText().ShouldNotContain("field");
        host.Model.Asked.ShouldBe(before);
        (await host.StoredAsync(site.Org)).ShouldBe(1);
        (await host.Qualifier.AskAsync<string>("select rules -> 0 ->> 'rule' from qualifier.decision where org_id = @Org", new { site.Org })).ShouldBe(rule);
        (await host.Qualifier.AskAsync<long>("select count(*) from qualifier.enquiry where org_id = @Org and fallback is null", new { site.Org })).ShouldBe(1, "nobody asks the model later either");
    }

    [Fact]
    public async Task A_key_that_is_missing_unknown_revoked_or_not_for_that_page_opens_nothing_and_says_what_to_do()
    {
        var (site, revoked) = (await host.SiteAsync(), await host.SiteAsync());
        await host.RevokeAsync(revoked);
        using var stranger = host.Stranger();
        var attempts = new (string? Key, string? Origin, string Expected)[]
        {
            (null, null, "site-key-missing"), ("pk_nonsense", null, "site-key-unknown"), (revoked.Key, null, "site-key-unknown"),
            (site.Key, "https://elsewhere.example", "origin-not-allowed"), (site.Key, "null", "origin-not-allowed"), (site.Key, "https://www.house.example.evil.example", "origin-not-allowed"),
        };

        foreach (var (key, origin, expected) in attempts)
        {
            var form = Form(site, out _);
            form.Remove("key");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/qualify") { Content = JsonContent.Create(form) };
            request.Headers.TryAddWithoutValidation("X-Site-Key", key ?? "");
            request.Headers.TryAddWithoutValidation("Origin", origin ?? "");
            using var response = await stranger.SendAsync(request);

            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            var problem = await IntakeHost.ReadAsync(response);
            problem.GetProperty("type").GetString().ShouldBe(expected);
            problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
            response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        }

        (await host.StoredAsync(site.Org)).ShouldBe(0);
    }

    [Fact]
    public async Task A_browser_is_told_which_pages_may_read_the_answers_also_of_failures()
    {
        var site = await host.SiteAsync("https://shop.house.example");
        using var stranger = host.Stranger();
        stranger.DefaultRequestHeaders.Add("Origin", "https://shop.house.example");

        using var preflight = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/qualify"));
        using var taken = await stranger.PostAsJsonAsync("/qualify", Form(site, out _));
        using var refused = await stranger.PostAsync(new Uri("/qualify", UriKind.Relative), new StringContent("{", Encoding.UTF8, "application/json"));
        using var other = host.Stranger();
        other.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var unknown = await other.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/qualify"));

        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Headers").ShouldHaveSingleItem().ShouldContain("X-Site-Key");
        (taken.StatusCode, refused.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.BadRequest));
        foreach (var answer in new[] { preflight, taken, refused })
        {
            answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldHaveSingleItem().ShouldBe("https://shop.house.example");
            answer.Headers.Vary.ShouldContain("Origin");
            answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }

        unknown.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        unknown.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("text/plain", "x", 415)]
    [InlineData("multipart/form-data; boundary=x", "x", 415)]
    [InlineData("application/json", "[1]", 400)]
    [InlineData("application/json", "{\"key\":", 400)]
    public async Task What_is_no_form_is_refused_as_a_problem(string type, string body, int expected)
    {
        using var stranger = host.Stranger();
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await stranger.PostAsync(new Uri("/qualify", UriKind.Relative), content);

        ((int)response.StatusCode).ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_has_32_kilobytes_whether_it_says_its_length_or_not(bool says)
    {
        var site = await host.SiteAsync();
        using var stranger = host.Stranger();
        foreach (var (length, expected) in new[] { (32 * 1024, HttpStatusCode.OK), ((32 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge) })
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(Form(site, out _));
            using HttpContent content = says ? new ByteArrayContent([.. body, .. Enumerable.Repeat((byte)' ', length - body.Length)])
                : new StreamContent(new Unsized([.. body, .. Enumerable.Repeat((byte)' ', length - body.Length)]));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/qualify") { Content = content };
            request.Headers.TransferEncodingChunked = !says;

            using var response = await stranger.SendAsync(request);

            response.StatusCode.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Values_that_are_wrong_are_named_and_a_person_in_a_browser_reads_a_page()
    {
        var site = await host.SiteAsync();
        using var stranger = host.Stranger();

        using var response = await stranger.PostAsJsonAsync("/qualify", new { key = site.Key, email = "a@x.example\r\nBcc: b@x.example" });
        stranger.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await stranger.GetAsync(new Uri($"/qualify?key={site.Key}&email=%3Cscript%3E", UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await IntakeHost.ReadAsync(response);
        problem.GetProperty("type").GetString().ShouldBe("validation-failed");
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["email", "name"], ignoreOrder: true);
        page.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("<script>");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task One_address_and_one_site_may_send_so_many_and_are_told_when_the_next_passes()
    {
        var site = await host.SiteAsync();
        using var stranger = host.Stranger("2001:db8:1:2::1");
        using var neighbour = host.Stranger("2001:db8:1:2:ffff::9");
        using var somebodyElse = host.Stranger();
        for (var i = 0; i < 8; i++)
        {
            using var passed = await (i % 2 == 0 ? stranger : neighbour).PostAsJsonAsync("/qualify", Form(site, out _));
            passed.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var limited = await neighbour.PostAsJsonAsync("/qualify", Form(site, out _));
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "a /64 is one subscriber");
        limited.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        limited.Headers.GetValues("RateLimit-Policy").ShouldHaveSingleItem().ShouldBe("\"address\";q=8;w=60");
        limited.Headers.GetValues("RateLimit").ShouldHaveSingleItem().ShouldStartWith("\"address\";r=0;t=");
        (await IntakeHost.ReadAsync(limited)).GetProperty("type").GetString().ShouldBe("rate-limited");

        var last = HttpStatusCode.OK;
        for (var i = 0; i < 6 && last == HttpStatusCode.OK; i++)
        {
            using var next = await somebodyElse.PostAsJsonAsync("/qualify", Form(site, out _));
            last = next.StatusCode;
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests, "twelve of one site");
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_is_said_and_never_answered_as_success()
    {
        var site = await host.SiteAsync();
        using var stranger = host.Stranger();
        var filling = new List<SpooledEnquiry>();
        try
        {
            while (true)
            {
                filling.Add(await host.Spool.AppendAsync(Samples.Enquiry(site.Org, "x@x.example") with { Project = new string('x', 100_000) }));
            }
        }
        catch (SpoolUnavailableException)
        {
            // Full.
        }

        try
        {
            using var response = await stranger.PostAsJsonAsync("/qualify", Form(site, out _, ("project", new string('y', 8000)), ("more", new string('z', 900))));
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
            (await IntakeHost.ReadAsync(response)).GetProperty("type").GetString().ShouldBe("not-kept");
            using var health = await stranger.GetAsync(new Uri("/health", UriKind.Relative));
            health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            host.Spool.Stored(filling);
        }

        using var again = await stranger.PostAsJsonAsync("/qualify", Form(site, out _));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.StoredAsync(site.Org)).ShouldBe(1);
    }

    [Fact]
    public async Task The_pages_and_the_script_run_nothing_that_is_not_a_file_of_ours()
    {
        using var stranger = host.Stranger();
        foreach (var page in new[] { "thank-you", "lets-chat", "intro-call" })
        {
            using var response = await stranger.GetAsync(new Uri($"/qualify/{page}", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'; style-src 'self'");
        }

        using var script = await stranger.GetAsync(new Uri("/qualify/script.js", UriKind.Relative));
        script.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        using var nothing = await stranger.GetAsync(new Uri("/qualify/secrets", UriKind.Relative));
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Dictionary<string, object> Form(TestSite site, out string email, params (string Name, string Value)[] more)
    {
        email = $"ann{Interlocked.Increment(ref people)}@x.example";
        var form = new Dictionary<string, object>(StringComparer.Ordinal) { ["key"] = site.Key, ["name"] = "Ann Atelier", ["email"] = email, ["project"] = "Gowns for a gala" };
        foreach (var (name, value) in more)
        {
            form[name] = value;
        }

        return form;
    }

    /// <summary>Does not know how long it is.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
