using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>What Word, PowerPoint and Excel files have in common: charts, with titles that may hold placeholders.</summary>
internal static class Drawings
{
    public static IEnumerable<string> ChartsOf(OfficePackage package) => package.PartNames
        .Where(name => package.ContentTypeOf(name) == "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
        .ToList();

    /// <summary>Fills the titles of all charts from the whole data. A chart without a placeholder stays as it was.</summary>
    public static void FillCharts(Job job, Isolation isolation, Scope data, Func<int, string> place)
    {
        var number = 0;
        foreach (var part in ChartsOf(job.Package))
        {
            number++;
            FillPart(job, isolation, part, data, place(number));
        }
    }

    public static void FillPart(Job job, Isolation isolation, string part, Scope scope, string place)
    {
        var root = job.Package.Xml(part).Root!;
        isolation.Mark(root, _ => place);
        if (Marks.AreIn(root))
        {
            var filler = new Filler(job, part);
            filler.CheckSpans(root);
            filler.Fill([root], scope);
            job.Package.Changed(part);
        }
    }
}
