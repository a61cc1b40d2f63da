using System.Runtime.CompilerServices;
using Teg.Platform.Warehouse.Schema;

namespace Teg.Platform.Warehouse.Tests;

public sealed class SchemaDocumentTests(Postgres postgres)
{
    [Fact]
    public async Task The_schema_page_is_what_the_database_says()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(Repository(), "docs", "schema.md"));

        written.ShouldBe(await SchemaDocument.ReadAsync(postgres.Server.Owner, CancellationToken.None),
            "Write it anew: dotnet run --project services/Warehouse -- schema docs/schema.md");
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
