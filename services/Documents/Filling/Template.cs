using System.Globalization;
using Teg.Platform.Documents.Packages;
using Teg.Platform.Documents.Safety;

namespace Teg.Platform.Documents.Filling;

/// <summary>
/// An Office file with placeholders. It is looked at once when it is opened and can then be filled any number of times, by several threads at once.
/// The same template and the same data give the same bytes.
/// </summary>
public sealed class Template
{
    private readonly OfficePackage package;

    private Template(OfficePackage package) => this.package = package;

    public OfficeKind Kind => package.Kind;

    /// <exception cref="RefusedFileException">The file is none that the engine opens; the reason says why.</exception>
    public static Template Open(ReadOnlyMemory<byte> file, FileLimits? limits = null) => new(OfficeFile.Open(file, limits));

    /// <summary>Everything that stands between this data and a document; empty when nothing does.</summary>
    public IReadOnlyList<Problem> Check(FieldsValue data, CultureInfo culture) => Run(data, culture).Problems;

    /// <exception cref="UnfillableException">There are problems; nothing was produced.</exception>
    public byte[] Fill(FieldsValue data, CultureInfo culture) => FillParts(data, culture).Save();

    /// <summary>The filled file before it is packed, for who goes on working on it.</summary>
    internal OfficePackage FillParts(FieldsValue data, CultureInfo culture)
    {
        var job = Run(data, culture);
        return job.Problems.Count == 0 ? job.Package : throw new UnfillableException(job.Problems);
    }

    private Job Run(FieldsValue data, CultureInfo culture)
    {
        // The check is the filling itself, on a copy that is thrown away: what was checked is what would have been written.
        var job = new Job(new OfficePackage(package.Kind, package.MainPart, package.Entries), culture);
        var scope = new Scope(data);
        switch (package.Kind)
        {
            case OfficeKind.Word:
                new Word(job).Fill(scope);
                break;
            case OfficeKind.PowerPoint:
                new Deck(job).Fill(scope);
                break;
            case OfficeKind.Excel:
                new Sheets.Workbook(job).Fill(scope);
                break;
        }

        Links.Fill(job, scope);
        OtherParts.Fill(job, scope);
        return job;
    }
}
