using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.Pdf;

/// <summary>The text of a page in the order in which it was written, and where each character stands: points from the lower left corner, the width of a letter estimated.</summary>
internal sealed partial class PdfText
{
    private readonly StringBuilder text = new();
    private readonly List<(double X, double Y)> places = [];

    public string Text => text.ToString();

    public (double X, double Y) PlaceOf(int index) => places[index];

    public static PdfText Of(PdfFile file, PdfPage page)
    {
        var found = new PdfText();
        found.Read(file, page);
        return found;
    }

    private void Read(PdfFile file, PdfPage page)
    {
        var fonts = FontsOf(file, page);
        var state = new State();
        var saved = new Stack<State>();
        var operands = new List<object>();
        foreach (var token in Tokens(file.ContentOf(page)))
        {
            if (token is not PdfWord { Text: var name })
            {
                operands.Add(token);
                continue;
            }

            switch (name)
            {
                case "q": saved.Push(state.Copy()); break;
                case "Q" when saved.Count > 0: state = saved.Pop(); break;
                case "cm" when Numbers(operands, 6) is { } m: state.Page = Matrix.Of(m).Times(state.Page); break;
                case "BT": state.Line = state.Place = Matrix.One; break;
                case "Tf" when operands is [.., PdfName font, double size]:
                    state.Font = fonts.GetValueOrDefault(font.Text);
                    state.Size = size;
                    break;
                case "Tm" when Numbers(operands, 6) is { } m: state.Line = state.Place = Matrix.Of(m); break;
                case "Td" or "TD" when Numbers(operands, 2) is { } by:
                    if (name == "TD")
                    {
                        state.Leading = -by[1];
                    }

                    state.Line = state.Place = new Matrix(1, 0, 0, 1, by[0], by[1]).Times(state.Line);
                    break;
                case "TL" when Numbers(operands, 1) is { } leading: state.Leading = leading[0]; break;
                case "T*": state.NextLine(); break;
                case "Tj" when operands is [.., byte[] shown]: Show(state, shown); break;
                case "'" or "\"" when operands is [.., byte[] shown]:
                    state.NextLine();
                    Show(state, shown);
                    break;
                case "TJ":
                    foreach (var piece in operands.OfType<List<object?>>().SelectMany(pieces => pieces).OfType<byte[]>())
                    {
                        Show(state, piece);
                    }

                    break;
            }

            operands.Clear();
        }
    }

    private void Show(State state, byte[] shown)
    {
        var letters = state.Font is { } font ? font.Read(shown) : Encoding.Latin1.GetString(shown);
        foreach (var letter in letters)
        {
            var at = state.Place.Times(state.Page);
            text.Append(letter);
            places.Add((at.E, at.F));
            state.Place = new Matrix(1, 0, 0, 1, state.Size * 0.5, 0).Times(state.Place);
        }
    }

    private static double[]? Numbers(List<object> operands, int count) =>
        operands.Count >= count && operands[^count..].TrueForAll(operand => operand is double) ? [.. operands[^count..].Cast<double>()] : null;

    private static Dictionary<string, Font> FontsOf(PdfFile file, PdfPage page) => file.DictionaryOf(page.Resources.GetValueOrDefault("Font"))
        .ToDictionary(font => font.Key, font => Font.Of(file, file.DictionaryOf(font.Value)), StringComparer.Ordinal);

    private static IEnumerable<object> Tokens(byte[] content)
    {
        var reader = new PdfReader(content, 0);
        while (!reader.IsAtEnd)
        {
            var value = reader.Read();
            if (value is not null)
            {
                yield return value;
            }

            if (value is PdfWord { Text: "ID" })
            {
                // The bytes of an inline picture are no operators.
                var end = content.AsSpan(reader.At).IndexOf("EI"u8);
                reader.SkipTo(end < 0 ? content.Length : reader.At + end + 2);
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Matrix(double A, double B, double C, double D, double E, double F)
    {
        public static readonly Matrix One = new(1, 0, 0, 1, 0, 0);

        public static Matrix Of(double[] m) => new(m[0], m[1], m[2], m[3], m[4], m[5]);

        public Matrix Times(Matrix next) => new(
            (A * next.A) + (B * next.C), (A * next.B) + (B * next.D), (C * next.A) + (D * next.C), (C * next.B) + (D * next.D),
            (E * next.A) + (F * next.C) + next.E, (E * next.B) + (F * next.D) + next.F);
    }

    private sealed class State
    {
        public Matrix Page { get; set; } = Matrix.One;

        public Matrix Line { get; set; } = Matrix.One;

        public Matrix Place { get; set; } = Matrix.One;

        public Font? Font { get; set; }

        public double Size { get; set; }

        public double Leading { get; set; }

        public State Copy() => (State)MemberwiseClone();

        public void NextLine() => Line = Place = new Matrix(1, 0, 0, 1, 0, -Leading).Times(Line);
    }

    /// <summary>What the codes of a font mean, by its ToUnicode map.</summary>
    private sealed partial class Font(int codeBytes, IReadOnlyDictionary<int, string>? letters)
    {
        public static Font Of(PdfFile file, Dictionary<string, object?> font)
        {
            var map = file.ContentOf(font.GetValueOrDefault("ToUnicode"));
            return new Font(font.GetValueOrDefault("Subtype") is PdfName { Text: "Type0" } ? 2 : 1, map.Length == 0 ? null : Letters(Encoding.Latin1.GetString(map)));
        }

        public string Read(byte[] codes)
        {
            var text = new StringBuilder();
            for (var at = 0; at + codeBytes <= codes.Length; at += codeBytes)
            {
                var code = codeBytes == 2 ? (codes[at] << 8) | codes[at + 1] : codes[at];
                text.Append(letters is null ? ((char)code).ToString() : letters.GetValueOrDefault(code, ""));
            }

            return text.ToString();
        }

        // 2 beginbfchar <01> <0041> <02> <0042> endbfchar … beginbfrange <03> <05> <0061> <06> <07> [<0041> <0042>] endbfrange
        private static Dictionary<int, string> Letters(string map)
        {
            var letters = new Dictionary<int, string>();
            foreach (Match block in Block().Matches(map))
            {
                if (block.Groups["kind"].Value == "char")
                {
                    foreach (Match pair in Pair().Matches(block.Groups["inside"].Value))
                    {
                        letters[Code(pair.Groups["from"].Value)] = Utf16(pair.Groups["to"].Value);
                    }

                    continue;
                }

                foreach (Match range in Range().Matches(block.Groups["inside"].Value))
                {
                    var (from, to) = (Code(range.Groups["from"].Value), Code(range.Groups["to"].Value));
                    var listed = range.Groups["list"].Success ? Hexes().Matches(range.Groups["list"].Value).Select(one => Utf16(one.Groups["hex"].Value)).ToList() : null;
                    for (var code = from; code <= to && code - from < 65536; code++)
                    {
                        var first = listed is null ? Utf16(range.Groups["first"].Value) : "";
                        letters[code] = listed is null
                            ? first.Length == 0 ? "" : first[..^1] + (char)(first[^1] + code - from)
                            : code - from < listed.Count ? listed[code - from] : "";
                    }
                }
            }

            return letters;
        }

        private static int Code(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

        private static string Utf16(string hex) => hex.Length % 4 == 0 ? Encoding.BigEndianUnicode.GetString(Convert.FromHexString(hex)) : ((char)Code(hex)).ToString();

        [GeneratedRegex(@"beginbf(?<kind>char|range)(?<inside>.*?)endbf", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Block();

        [GeneratedRegex("<(?<from>[0-9A-Fa-f]+)>\\s*<(?<to>[0-9A-Fa-f]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Pair();

        [GeneratedRegex(@"<(?<from>[0-9A-Fa-f]+)>\s*<(?<to>[0-9A-Fa-f]+)>\s*(<(?<first>[0-9A-Fa-f]+)>|\[(?<list>[^\]]*)\])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Range();

        [GeneratedRegex("<(?<hex>[0-9A-Fa-f]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
        private static partial Regex Hexes();
    }
}
