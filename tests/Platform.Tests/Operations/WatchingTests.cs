using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Teg.Platform.Platform.Tests.Walls;

namespace Teg.Platform.Platform.Tests.Operations;

/// <summary>What operators look at is there, and no dashboard asks for what is not measured.</summary>
public sealed class WatchingTests(Suite suite)
{
    [Fact]
    public async Task Every_query_of_every_dashboard_has_data_and_no_alert_of_a_page_fires()
    {
        var key = await WorkAsync();
        await using var watching = await Watching.StartAsync(suite);

        var waiting = Queries();
        waiting.Count.ShouldBeGreaterThan(60);
        for (var deadline = TimeProvider.System.GetUtcNow().AddSeconds(60); waiting.Count > 0; await Task.Delay(500, TestContext.Current.CancellationToken))
        {
            // A rate is of what happens while Prometheus looks.
            await suite.GetAsync("/api/analytics/ads");
            await EnquireAsync(key);
            (TimeProvider.System.GetUtcNow() < deadline).ShouldBeTrue($"no data yet: {string.Join("; ", waiting)}");
            var still = new List<(string, string)>();
            foreach (var query in waiting)
            {
                if ((await watching.AskAsync(query.Expression)).Count == 0)
                {
                    still.Add(query);
                }
            }

            waiting = still;
        }

        var firing = await watching.AskAsync("""ALERTS{alertstate="firing",severity="page"}""");
        firing.ShouldBeEmpty(string.Join("; ", firing));
        (await watching.AskAsync("""up{job="teg"} == 1""")).Count.ShouldBe(Watching.Services.Length);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_a_service_measures_is_written_as_Prometheus_wants_it(string service)
    {
        using var http = new HttpClient { BaseAddress = suite.Application.GetEndpoint(service) };
        var page = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        using var promtool = Process.Start(new ProcessStartInfo("promtool", "check metrics") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await promtool.StandardInput.WriteAsync(page);
        promtool.StandardInput.Close();
        var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        promtool.ExitCode.ShouldBe(0, said);
    }

    public static TheoryData<string> Services => [.. Watching.Services];

    private static List<(string Dashboard, string Expression)> Queries() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Watching.Repository, "docker", "grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)
           let dashboard = JsonElement.Parse(File.ReadAllText(file))
           from panel in dashboard.GetProperty("panels").EnumerateArray()
           from target in panel.GetProperty("targets").EnumerateArray()
           select ($"{dashboard.GetProperty("title")}, {panel.GetProperty("title")}", target.GetProperty("expr").GetString()!),
    ];

    /// <summary>An enquiry and a document of a firm of its own: what is counted only once something has happened.</summary>
    /// <returns>The firm's site key.</returns>
    private async Task<string> WorkAsync()
    {
        await using var owner = NpgsqlDataSource.Create(suite.Application.GetConnectionString("teg"));
        Firm firm;
        await using (var connection = await owner.OpenConnectionAsync())
        {
            firm = await Firm.OpenAsync(connection);
        }

        using var admin = await suite.SignInAsync(firm.People["Admin"].Email);
        var key = (await (await admin.PostAsJsonAsync("/api/accounts/site-keys", new { name = "Watched", origins = new[] { "https://watched.example" } })).EnsureSuccessStatusCode()
            .Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        await EnquireAsync(key);

        using var asked = await admin.PostAsJsonAsync("/api/documents/documents", new
        {
            requestKey = $"{Guid.NewGuid():n}",
            kind = "contract",
            inputs = new
            {
                agreement = "development",
                client = new { company = "Watched", contact = "Wanda Watch", email = "wanda@watched.example" },
                terms = new { governingLaw = "the State of California" }, signatory = new { name = "Watcher" },
                project = new { name = "Gowns", startsOn = "2027-01-11", styles = new[] { new { name = "Gown", quantity = 2, price = 6000 } } },
            },
        });
        asked.IsSuccessStatusCode.ShouldBeTrue(await asked.Content.ReadAsStringAsync());
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await Suite.EventuallyAsync(
            async () => (await admin.GetFromJsonAsync<JsonElement>($"/api/documents/documents/{id}")).GetProperty("state").GetString() is "ready" or "failed",
            TimeSpan.FromMinutes(2), "the document is made");
        return key;
    }

    private async Task EnquireAsync(string key)
    {
        using var qualifier = new HttpClient { BaseAddress = suite.Application.GetEndpoint("qualifier") };
        using var enquiry = new HttpRequestMessage(HttpMethod.Post, "/qualify")
        {
            Content = JsonContent.Create(new
            {
                key, name = "Wanda Watch", email = $"{Guid.NewGuid():n}@watched.example", budget = "$15k", styles = "8", piecesPerStyle = "60", project = "Eight evening gowns in silk.",
            }),
        };
        enquiry.Headers.Add("Origin", "https://watched.example");
        // Not the address from which other tests send more than anybody may.
        enquiry.Headers.Add("X-Forwarded-For", "203.0.113.77");
        using var judged = await qualifier.SendAsync(enquiry);
        judged.IsSuccessStatusCode.ShouldBeTrue(await judged.Content.ReadAsStringAsync());
    }
}
