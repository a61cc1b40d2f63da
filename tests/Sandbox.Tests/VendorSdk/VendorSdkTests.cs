using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Teg.Platform.Sandbox.Monday;
using Teg.Platform.Sandbox.Monday.GraphQL;
using Teg.Platform.Sandbox.Pdf;
using Teg.Platform.Sandbox.Tests.Google;

namespace Teg.Platform.Sandbox.Tests.VendorSdk;

/// <summary>
/// The vendors themselves as judges: Monday's, OpenAI's, SignNow's and Google's official SDKs drive the Sandbox, Monday's SDL and Calendly's OpenAPI document measure it.
/// The documents are the vendors' property and not in this repository: TEG_VENDOR_SCHEMAS names their folder, or a folder
/// <c>vendor-schemas</c> lies in a folder beside the repository. Without them these tests are skipped and say so.
/// </summary>
public sealed class VendorSdkTests(SandboxHost sandbox) : IClassFixture<SandboxHost>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await sandbox.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_official_Monday_SDK_works_and_the_declared_schema_is_the_vendors()
    {
        var sdl = VendorSchema("monday-2026-10.graphql");
        var declared = Path.Combine(sandbox.Folder, "declared-schema.json");
        await File.WriteAllTextAsync(declared, JsonSerializer.Serialize(Describe(MondaySchema.Current)));

        await RunAsync("monday.mjs", new Uri(sandbox.Monday.BaseAddress!, "v2").ToString(), sdl, declared);
    }

    [Fact]
    public async Task Every_Calendly_answer_validates_against_the_vendors_document()
    {
        var spec = VendorSchema("calendly-2024-04-openapi.yaml");
        using var unhurried = await sandbox.Control.PutAsync("/__sandbox/limits/calendly", System.Net.Http.Json.JsonContent.Create(new { requestsPerMinute = 100_000 }));
        unhurried.EnsureSuccessStatusCode();

        await RunAsync("calendly.mjs", sandbox.Calendly.BaseAddress!.ToString().TrimEnd('/'), spec, SandboxHost.Organization);
    }

    [Fact]
    public Task The_official_OpenAI_SDK_works() =>
        RunAsync("openai.mjs", new Uri(sandbox.OpenAi.BaseAddress!, "v1").ToString(), sandbox.Control.BaseAddress!.ToString());

    [Fact]
    public async Task The_official_SignNow_SDK_works()
    {
        var file = Path.Combine(sandbox.Folder, "agreement.pdf");
        await File.WriteAllBytesAsync(file, PlainPdf.Of([["An agreement", "{{t:s;r:y;o:\"Client\";w:200;h:30;}}", "{{t:s;r:y;o:\"Company\";w:200;h:30;}} {{t:t;r:n;o:\"Company\";l:\"Title\";}}"]]));

        await RunAsync("signnow.mjs", sandbox.SignNow.BaseAddress!.ToString(), sandbox.Control.BaseAddress!.ToString(), file);
    }

    [Fact]
    public async Task The_official_Google_SDKs_work()
    {
        var (deck, book) = (Path.Combine(sandbox.Folder, "deck.pptx"), Path.Combine(sandbox.Folder, "book.xlsx"));
        await File.WriteAllBytesAsync(deck, OfficeFiles.Deck(["Hello {{cli", "ent}}"], ["{{logo}}"]));
        await File.WriteAllBytesAsync(book, OfficeFiles.Workbook());

        await RunAsync("google.mjs", sandbox.Google.BaseAddress!.ToString(), sandbox.Control.BaseAddress!.ToString(), deck, book);
    }

    private static Dictionary<string, Dictionary<string, object>> Describe(Schema schema)
    {
        var types = schema.Outputs.ToDictionary(
            type => type.Name,
            type => type.Fields.Values.ToDictionary(field => field.Name, field => (object)new
            {
                type = field.Type.ToString(),
                arguments = field.Arguments.Values.ToDictionary(argument => argument.Name, argument => new { type = argument.Type.ToString(), @default = argument.Default }),
            }));
        foreach (var input in schema.Inputs)
        {
            if (input is InputObjectType fields)
            {
                types[input.Name] = fields.Fields.Values.ToDictionary(field => field.Name, field => (object)new { type = field.Type.ToString() });
            }
            else if (input is EnumType values)
            {
                types[input.Name] = values.Values.ToDictionary(value => value, _ => (object)true);
            }
        }

        return types;
    }

    private static string VendorSchema(string file)
    {
        var repository = RepositoryRoot();
        var candidates = Environment.GetEnvironmentVariable("TEG_VENDOR_SCHEMAS") is { Length: > 0 } named
            ? [named]
            : repository.Parent?.EnumerateDirectories().Select(beside => Path.Combine(beside.FullName, "vendor-schemas")) ?? [];
        var found = candidates.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{file} is not here: set TEG_VENDOR_SCHEMAS to the folder with the vendors' documents.");
        return found!;
    }

    private static DirectoryInfo RepositoryRoot([CallerFilePath] string thisFile = "") => new FileInfo(thisFile).Directory!.Parent!.Parent!.Parent!;

    private static async Task RunAsync(string script, params string[] arguments)
    {
        var folder = Path.Combine(RepositoryRoot().FullName, "tests", "Sandbox.Tests", "vendor-sdk");
        // What npm installed it writes down; older than the list means a package is missing.
        if (File.GetLastWriteTimeUtc(Path.Combine(folder, "node_modules", ".package-lock.json")) < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            await StartAsync(folder, "npm", ["ci", "--no-audit", "--no-fund"]);
        }

        await StartAsync(folder, "node", [script, .. arguments]);
    }

    private static async Task StartAsync(string folder, string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(patience.Token);

        process.ExitCode.ShouldBe(0, $"{await errors}{await output}");
    }
}
