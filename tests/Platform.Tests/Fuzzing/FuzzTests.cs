using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using Teg.Platform.Platform.Tests.Operations;
using Teg.Platform.Platform.Tests.Walls;

namespace Teg.Platform.Platform.Tests.Fuzzing;

/// <summary>Whatever is sent to a route, it answers: what is wrong with it, never with a failure of its own, never with what it is made of.</summary>
public sealed class FuzzTests(Suite suite)
{
    private const int OfEach = 8;
    private const int Seed = 20261121;

    // What a stack trace, a driver or a database would say.
    private static readonly string[] Leaks = ["   at Teg.", "   at System.", "Npgsql", "SQLSTATE", "System.Text.Json", "Exception:", ".cs:line ", "Password="];

    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    public static TheoryData<string> Services => ["accounts", "analytics", "documents", "gateway", "qualifier", "sync"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Bad_input_is_answered_with_what_is_wrong_with_it(string service)
    {
        await using var owner = NpgsqlDataSource.Create(suite.Application.GetConnectionString("teg"));
        Firm firm;
        await using (var connection = await owner.OpenConnectionAsync())
        {
            firm = await Firm.OpenAsync(connection);
        }

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = suite.Application.GetEndpoint(service), Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", suite.Forge.Token(firm.Id, firm.People["Admin"].Id, "Admin", TimeSpan.FromMinutes(20)));

        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Requests(service), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (bad, ct) =>
        {
            using var message = bad.ToMessage();
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            string text;
            try
            {
                text = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await answer.Content.ReadAsStringAsync(ct);
            }
            catch (HttpRequestException e)
            {
                wrong.Add($"{bad.Method} {bad.Path} ({bad.What}) broke off in the middle of its answer: {e.Message}");
                return;
            }

            var status = (int)answer.StatusCode;
            if (status >= 500)
            {
                wrong.Add($"{bad.Method} {bad.Path} ({bad.What}) answered {status}: {text[..Math.Min(300, text.Length)]}");
            }
            else if (Leaks.FirstOrDefault(leak => text.Contains(leak, StringComparison.Ordinal)) is { } leak)
            {
                wrong.Add($"{bad.Method} {bad.Path} ({bad.What}) says {leak}: {text[..Math.Min(300, text.Length)]}");
            }
            else if (status is >= 400 and not 414 && !IsAnsweredOtherwise(bad) && answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            {
                wrong.Add($"{bad.Method} {bad.Path} ({bad.What}) answered {status} without a problem: {answer.Content.Headers.ContentType} {text[..Math.Min(100, text.Length)]}");
            }
        });

        wrong.ShouldBeEmpty(string.Join("\n", wrong.IsEmpty ? [] : [.. wrong.Order(StringComparer.Ordinal), .. suite.ErrorsOf(service)]));
    }

    // The server refuses a line that is too long (414) and %00 in a path before anything of ours is asked; OAuth has a form of its own for what went wrong.
    private static bool IsAnsweredOtherwise(BadRequest bad) => bad.Path.Split('?')[0].Contains("%00", StringComparison.Ordinal) || bad.Path.StartsWith("/oauth/token", StringComparison.Ordinal);

    private static IEnumerable<BadRequest> Requests(string service)
    {
        var file = Path.Combine(Watching.Repository, "docs", "openapi", $"{service}.json");
        if (!File.Exists(file))
        {
            return [];
        }

        var document = JsonElement.Parse(File.ReadAllText(file));
        var fuzzer = new Fuzzer(document, Seed);
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where Methods.Contains(operation.Name, StringComparer.Ordinal)
               from bad in fuzzer.Of(operation.Name.ToUpperInvariant(), path.Name, operation.Value, OfEach)
               select bad,
        ];
    }
}
