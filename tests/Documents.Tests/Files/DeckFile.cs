using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace Teg.Platform.Documents.Tests.Files;

/// <summary>Presentations made of what a test is about.</summary>
internal static class DeckFile
{
    public static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    public static readonly XNamespace P = "http://schemas.openxmlformats.org/presentationml/2006/main";

    private const string Spaces =
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " +
        "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

    private const string Group =
        "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

    private const string Theme =
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Plain\"><a:themeElements><a:clrScheme name=\"Plain\">" +
        "<a:dk1><a:srgbClr val=\"1A1A1A\"/></a:dk1><a:lt1><a:srgbClr val=\"FFFFFF\"/></a:lt1><a:dk2><a:srgbClr val=\"3B2F2A\"/></a:dk2><a:lt2><a:srgbClr val=\"F5EFE6\"/></a:lt2>" +
        "<a:accent1><a:srgbClr val=\"9C7A4B\"/></a:accent1><a:accent2><a:srgbClr val=\"6B705C\"/></a:accent2><a:accent3><a:srgbClr val=\"B08968\"/></a:accent3>" +
        "<a:accent4><a:srgbClr val=\"7F5539\"/></a:accent4><a:accent5><a:srgbClr val=\"A5A58D\"/></a:accent5><a:accent6><a:srgbClr val=\"CB997E\"/></a:accent6>" +
        "<a:hlink><a:srgbClr val=\"9C7A4B\"/></a:hlink><a:folHlink><a:srgbClr val=\"7F5539\"/></a:folHlink></a:clrScheme>" +
        "<a:fontScheme name=\"Plain\"><a:majorFont><a:latin typeface=\"Georgia\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:majorFont><a:minorFont><a:latin typeface=\"Calibri\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:minorFont></a:fontScheme>" +
        "<a:fmtScheme name=\"Plain\"><a:fillStyleLst><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:fillStyleLst>" +
        "<a:lnStyleLst><a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln><a:ln w=\"12700\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln><a:ln w=\"19050\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln></a:lnStyleLst>" +
        "<a:effectStyleLst><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst>" +
        "<a:bgFillStyleLst><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>";

    public static string Shape(int id, string name, string text, int left = 800000, int top = 600000, int width = 8000000, int height = 1200000) =>
        $"<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"{left}\" y=\"{top}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>" +
        $"<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{string.Concat(text.Split('\n').Select(line => $"<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>{line}</a:t></a:r></a:p>"))}</p:txBody></p:sp>";

    public static string Picture(int id, string alternative, int width, int height) =>
        $"<p:pic><p:nvPicPr><p:cNvPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alternative}\"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rIdPicture\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>" +
        $"<p:spPr><a:xfrm><a:off x=\"800000\" y=\"2200000\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic>";

    public static string Table(int id, string name, params string[][] rows) =>
        $"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"800000\" y=\"2000000\"/><a:ext cx=\"6000000\" cy=\"800000\"/></p:xfrm>" +
        "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>" +
        string.Concat(rows[0].Select(_ => "<a:gridCol w=\"3000000\"/>")) + "</a:tblGrid>" +
        string.Concat(rows.Select(cells => $"<a:tr h=\"400000\">{string.Concat(cells.Select(cell => $"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>"))}</a:tr>")) +
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>";

    /// <param name="slides">What stands on each slide; after a line of --- what stands in its notes.</param>
    public static byte[] Of(byte[]? picture, params string[] slides)
    {
        using var stream = new MemoryStream();
        using (var deck = PresentationDocument.Create(stream, PresentationDocumentType.Presentation))
        {
            var main = deck.AddPresentationPart();
            var master = main.AddNewPart<SlideMasterPart>("rIdMaster");
            var layout = master.AddNewPart<SlideLayoutPart>("rIdLayout");
            layout.AddPart(master, "rIdMaster");
            Feed(master.AddNewPart<ThemePart>("rIdTheme"), Theme);
            Feed(layout, $"<p:sldLayout {Spaces} type=\"blank\"><p:cSld name=\"Blank\"><p:spTree>{Group}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>");
            const string Map = "<p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/>";
            Feed(master, $"<p:sldMaster {Spaces}><p:cSld><p:spTree>{Group}</p:spTree></p:cSld>{Map}<p:sldLayoutIdLst><p:sldLayoutId id=\"2147483649\" r:id=\"rIdLayout\"/></p:sldLayoutIdLst></p:sldMaster>");

            NotesMasterPart? notesMaster = null;
            var ids = new StringBuilder();
            for (var number = 0; number < slides.Length; number++)
            {
                var slide = main.AddNewPart<SlidePart>($"rIdSlide{number}");
                slide.AddPart(layout, "rIdLayout");
                if (picture is not null && slides[number].Contains("rIdPicture", StringComparison.Ordinal))
                {
                    using var bytes = new MemoryStream(picture);
                    slide.AddImagePart(ImagePartType.Png, "rIdPicture").FeedData(bytes);
                }

                var halves = slides[number].Split("---");
                Feed(slide, $"<p:sld {Spaces}><p:cSld><p:spTree>{Group}{halves[0]}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>");
                if (halves.Length > 1)
                {
                    if (notesMaster is null)
                    {
                        notesMaster = main.AddNewPart<NotesMasterPart>("rIdNotes");
                        Feed(notesMaster.AddNewPart<ThemePart>("rIdTheme"), Theme);
                        Feed(notesMaster, $"<p:notesMaster {Spaces}><p:cSld><p:spTree>{Group}</p:spTree></p:cSld>{Map}</p:notesMaster>");
                    }

                    var notes = slide.AddNewPart<NotesSlidePart>("rIdNotes");
                    notes.AddPart(notesMaster, "rIdMaster");
                    notes.AddPart(slide, "rIdSlide");
                    Feed(notes, $"<p:notes {Spaces}><p:cSld><p:spTree>{Group}{Shape(2, "Notes", halves[1])}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>");
                }

                ids.Append(System.Globalization.CultureInfo.InvariantCulture, $"<p:sldId id=\"{256 + number}\" r:id=\"rIdSlide{number}\"/>");
            }

            var notesList = notesMaster is null ? "" : "<p:notesMasterIdLst><p:notesMasterId r:id=\"rIdNotes\"/></p:notesMasterIdLst>";
            Feed(main, $"<p:presentation {Spaces}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rIdMaster\"/></p:sldMasterIdLst>{notesList}<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>");
        }

        return stream.ToArray();
    }

    /// <summary>Adds a chart with its workbook to one slide, and puts all slides into one section.</summary>
    public static byte[] WithChartAndSection(byte[] file, int slide, string title)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var deck = PresentationDocument.Open(stream, isEditable: true))
        {
            var main = deck.PresentationPart!;
            var part = (SlidePart)main.GetPartById($"rIdSlide{slide}");
            var chart = part.AddNewPart<ChartPart>("rIdChart");
            using (var workbook = new MemoryStream(SheetFile.Of([["n:1"]])))
            {
                chart.AddEmbeddedPackagePart("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").FeedData(workbook);
            }

            Feed(
                chart,
                "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:chart>" +
                $"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:barDir val=\"col\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling/><c:axPos val=\"b\"/><c:crossAx val=\"2\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling/><c:axPos val=\"l\"/><c:crossAx val=\"1\"/></c:valAx></c:plotArea></c:chart><c:externalData r:id=\"{chart.GetIdOfPart(chart.EmbeddedPackagePart!)}\"/></c:chartSpace>");
            part.Slide.CommonSlideData!.ShapeTree!.AppendChild(new DocumentFormat.OpenXml.Presentation.GraphicFrame(
                $"<p:graphicFrame {Spaces}><p:nvGraphicFramePr><p:cNvPr id=\"90\" name=\"Chart\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"900000\" cy=\"900000\"/></p:xfrm>" +
                "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart\"/></a:graphicData></a:graphic></p:graphicFrame>"));
            main.Presentation.AppendChild(new DocumentFormat.OpenXml.Presentation.PresentationExtensionList(
                $"<p:extLst {Spaces}><p:ext uri=\"{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}\"><p14:sectionLst xmlns:p14=\"http://schemas.microsoft.com/office/powerpoint/2010/main\"><p14:section name=\"All\" id=\"{{00000000-0000-0000-0000-000000000001}}\"><p14:sldIdLst>" +
                string.Concat(main.Presentation.SlideIdList!.Elements<DocumentFormat.OpenXml.Presentation.SlideId>().Select(id => $"<p14:sldId id=\"{id.Id}\"/>")) +
                "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"));
        }

        return stream.ToArray();
    }

    /// <summary>The texts of each slide in the order of the show, one string per shape or cell.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Slides(byte[] file) => Read(file, slide => slide.Slide.Descendants<DocumentFormat.OpenXml.Presentation.TextBody>().Select(body => body.InnerText)
        .Concat(slide.Slide.Descendants<DocumentFormat.OpenXml.Drawing.TextBody>().Select(body => body.InnerText)).ToList());

    public static IReadOnlyList<string> Notes(byte[] file) => Read(file, slide => slide.NotesSlidePart?.NotesSlide.InnerText ?? "");

    public static IReadOnlyList<T> Read<T>(byte[] file, Func<SlidePart, T> read)
    {
        using var stream = new MemoryStream(file);
        using var deck = PresentationDocument.Open(stream, isEditable: false);
        var main = deck.PresentationPart!;
        return [.. main.Presentation.SlideIdList!.Elements<DocumentFormat.OpenXml.Presentation.SlideId>().Select(id => read((SlidePart)main.GetPartById(id.RelationshipId!)))];
    }

    public static void ShouldBeValid(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var deck = PresentationDocument.Open(stream, isEditable: false);
        Valid.Errors(deck).ShouldBeEmpty();
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(stream);
    }
}
