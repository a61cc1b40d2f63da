using System.IO.Compression;
using Teg.Platform.Bench.Measuring;
using Teg.Platform.Bench.Running;

namespace Teg.Platform.Bench.Documents;

/// <summary>The writers alone: from a snapshot to the bytes of the Office file.</summary>
internal sealed class WritingScenario : IScenario
{
    public string Name => "documents";

    public string Title => "Documents";

    public string Method =>
        """
        A development agreement of twelve styles with its three schedules, a bridal deck with six pictures, and a workbook of twelve styles, each written from its snapshot:
        filling, merging, formulas, packing, without the PDF. The baseline is the least that anything could do that makes such a file: unpacking it and packing
        it again. Six pictures of 1500 × 1000 points weigh most of the deck.
        """;

    public async Task<Finding> RunAsync(RunningSystem system, CancellationToken ct)
    {
        var candidates = new List<Candidate>();
        foreach (var (kind, write) in WrittenDocuments.Writers())
        {
            var name = kind.ToString().ToLowerInvariant();
            var written = (await write(ct)).Content;
            candidates.Add(new Candidate($"{name}, unpacked and packed", token =>
            {
                token.ThrowIfCancellationRequested();
                Repack(written);
                return Task.CompletedTask;
            }) { PerRound = 20, InProcess = true });
            candidates.Add(new Candidate($"{name} written", async token =>
            {
                if ((await write(token)).Content.Length != written.Length)
                {
                    throw new InvalidOperationException("The same snapshot gave another file.");
                }
            }) { PerRound = 20, InProcess = true, Beside = $"{name}, unpacked and packed", Grows = "with the lines and pictures" });
        }

        return new Finding(await Rounds.RunAsync(8, candidates, ct), []);
    }

    private static void Repack(byte[] file)
    {
        using var source = new ZipArchive(new MemoryStream(file, writable: false));
        using var packed = new MemoryStream(file.Length);
        using var target = new ZipArchive(packed, ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            using var from = entry.Open();
            using var to = target.CreateEntry(entry.FullName).Open();
            from.CopyTo(to);
        }
    }
}
