using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Teg.Platform.Qualifier.Decisions;
using Teg.Platform.Qualifier.Enquiries;
using Teg.Platform.Qualifier.Tests.Enquiries;
using Teg.Platform.Qualifier.Tests.Intake;

namespace Teg.Platform.Qualifier.Tests.Jobs;

/// <summary>Processes that work on jobs, on the database of the others and with a model that the test controls. They can be stopped and started anew.</summary>
public sealed class JobHost(QualifierService qualifier) : IAsyncLifetime
{
    internal StubModel Model { get; } = new();

    internal QualifierService Qualifier => qualifier;

    public async ValueTask InitializeAsync() => await Model.StartAsync();

    public ValueTask DisposeAsync() => Model.DisposeAsync();

    /// <summary>Nobody works on what an earlier test has left waiting.</summary>
    internal Task ClearAsync() => qualifier.DoAsync("update qualifier.job set state = 'canceled' where state in ('queued', 'running')");

    internal Worker Start(params (string Name, string Value)[] settings) => new(qualifier.Postgres.Address, Model.Address, settings);

    /// <summary>Asks until the job is in that state.</summary>
    internal static async Task<JsonElement> UntilAsync(HttpClient client, string path, string part, params string[] states)
    {
        JsonElement found = default;
        await IntakeHost.UntilAsync($"{path} to be {string.Join(" or ", states)}", async () =>
        {
            found = await client.GetFromJsonAsync<JsonElement>(path);
            return states.Contains(found.GetProperty(part).GetProperty("state").GetString());
        });
        return found;
    }

    /// <summary>Enquiries that were judged some days ago, one for each score that the model gave.</summary>
    internal async Task<IReadOnlyList<Enquiry>> EnquiriesAsync(Guid org, params (string Email, int Model, int Final, string? Budget, string? Styles)[] wanted)
    {
        var at = qualifier.Clock.GetUtcNow().AddDays(-3);
        List<JudgedEnquiry> batch = [];
        foreach (var (email, model, final, budget, styles) in wanted)
        {
            var enquiry = Samples.Enquiry(org, email, at.AddMinutes(-batch.Count)) with { Budget = budget, Styles = styles };
            var decision = Samples.Decision(enquiry, model) with { FinalScore = final, Rules = model == final ? [] : [new AppliedRule("then", model, final, "So it was then.")] };
            batch.Add(new JudgedEnquiry(enquiry, decision));
        }

        await qualifier.Store.StoreAsync(batch, CancellationToken.None);
        return batch.ConvertAll(judged => judged.Enquiry);
    }

    internal sealed class Worker : IAsyncDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("teg-jobs-").FullName;
        private readonly WebApplicationFactory<EnquiryStore> service;

        public Worker(string postgres, Uri model, (string Name, string Value)[] settings)
        {
            service = new WebApplicationFactory<EnquiryStore>().WithWebHostBuilder(host =>
            {
                host.UseSetting("environment", "Development");
                host.UseUrls("http://127.0.0.1:0");
                foreach (var (name, value) in new[]
                {
                    ("ConnectionStrings:teg", postgres), ("ConnectionStrings:rabbitmq", "amqp://nobody:nobody@localhost:1"),
                    ("Database:Username", "qualifier"), ("Database:Password", "qualifier"), ("OpenAI:Address", $"{model}"), ("OpenAI:Key", "sk-tests"),
                    ("Qualifier:SpoolFolder", folder), ("Qualifier:PublicAddress", "https://app.teg.example"), ("Jobs:Pause", "00:00:00.010"),
                    ("Jobs:Lease", "00:00:30"), ("Logging:LogLevel:Default", "Warning"),
                }.Concat(settings))
                {
                    host.UseSetting(name, value);
                }

                host.ConfigureTestServices(services => services.AddMassTransitTestHarness());
            });
            service.UseKestrel();
            service.StartServer();
        }

        public IServiceProvider Services => service.Services;

        public ITestHarness Bus => service.Services.GetTestHarness();

        public async ValueTask DisposeAsync()
        {
            await service.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
