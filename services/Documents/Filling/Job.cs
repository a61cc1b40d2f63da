using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Teg.Platform.Documents.Packages;

namespace Teg.Platform.Documents.Filling;

/// <summary>One filling: the copy that is worked on, the placeholders found in it and the problems met. With a problem the copy is thrown away.</summary>
internal sealed class Job(OfficePackage package, CultureInfo culture)
{
    // A person reads the first dozen; a list of a thousand items without a price needs not be told a thousand times.
    private const int MostProblems = 500;

    private readonly List<Problem> problems = [];
    private readonly HashSet<Problem> known = [];
    private readonly List<Placeholder> placeholders = [];
    private readonly Dictionary<int, Block> blocks = [];
    private readonly HashSet<int> broken = [];
    private readonly Dictionary<string, string> pictures = new(StringComparer.Ordinal);

    public OfficePackage Package { get; } = package;

    public CultureInfo Culture { get; } = culture;

    public IReadOnlyList<Problem> Problems => problems;

    public Placeholder this[int number] => placeholders[number];

    public Placeholder Of(XElement token) => placeholders[Marks.NumberOf(token)];

    public void Report(string placeholder, string place, string message)
    {
        var problem = new Problem(placeholder, place, message);
        if (problems.Count < MostProblems && known.Add(problem))
        {
            problems.Add(problem);
        }
    }

    public void Report(Placeholder placeholder, Scope? scope, string message) => Report(placeholder.Text, placeholder.Place + scope?.Item, message);

    /// <summary>Registers a placeholder; one that is not understood is reported.</summary>
    /// <param name="text">With its braces.</param>
    public Placeholder Add(string text, string place)
    {
        Tag? tag = null;
        try
        {
            tag = Tag.Parse(text[2..^2]);
        }
        catch (FormatException wrong)
        {
            Report(text, place, wrong.Message);
        }

        var placeholder = new Placeholder(placeholders.Count, text, place, tag);
        placeholders.Add(placeholder);
        return placeholder;
    }

    /// <summary>Matches the blocks of one story. Tags that match nothing are reported and then left alone.</summary>
    public void Match(IEnumerable<Placeholder> story)
    {
        var open = new Stack<(Placeholder Tag, Placeholder? Else)>();
        foreach (var placeholder in story)
        {
            switch (placeholder.Tag)
            {
                case EachTag or IfTag:
                    open.Push((placeholder, null));
                    break;

                case ElseTag when open.Count == 0:
                    Break(placeholder, "{{else}} stands outside of a block");
                    break;

                case ElseTag:
                    var (owner, previous) = open.Pop();
                    if (previous is not null)
                    {
                        Break(placeholder, $"the block {owner.Text} has a second {{{{else}}}}");
                    }

                    open.Push((owner, previous ?? placeholder));
                    break;

                case CloseTag close when open.Count == 0:
                    Break(placeholder, $"there is no block that {{{{/{close.Block}}}}} could close");
                    break;

                case CloseTag close:
                    var (begin, otherwise) = open.Pop();
                    var isSame = close.Block == (begin.Tag is EachTag ? "each" : "if");
                    if (isSame)
                    {
                        blocks.Add(begin.Number, new Block(begin.Number, otherwise?.Number, placeholder.Number));
                    }
                    else
                    {
                        Break(placeholder, $"it crosses the block {begin.Text} in {begin.Place}, which has to be closed first");
                        broken.Add(begin.Number);
                    }

                    break;
            }
        }

        foreach (var (tag, _) in open)
        {
            Break(tag, $"the block is not closed by {{{{/{(tag.Tag is EachTag ? "each" : "if")}}}}}");
        }
    }

    /// <summary>A block cannot be worked on where it stands.</summary>
    public void Break(Placeholder placeholder, string message)
    {
        broken.Add(placeholder.Number);
        Report(placeholder, null, message);
    }

    public Block? BlockOf(Placeholder open) => broken.Contains(open.Number) ? null : blocks.GetValueOrDefault(open.Number);

    /// <summary>What a placeholder shows, as text; false when that is a problem, which has been reported.</summary>
    public bool TryText(Placeholder placeholder, Scope scope, out string text)
    {
        text = "";
        try
        {
            text = placeholder.Tag switch
            {
                LiteralTag literal => literal.Text,
                ValueTag value => Format.Write(scope.Find(value.Path), value.Format, Culture),
                _ => throw new FormatException("only a value can stand here"),
            };
            text = Clean(text);
            return true;
        }
        catch (FormatException wrong)
        {
            Report(placeholder, scope, wrong.Message);
            return false;
        }
    }

    public bool TryValue(Placeholder placeholder, FieldPath path, Scope scope, out Value value)
    {
        value = Value.Nothing;
        try
        {
            value = scope.Find(path);
            return true;
        }
        catch (FormatException wrong)
        {
            Report(placeholder, scope, wrong.Message);
            return false;
        }
    }

    /// <summary>The scopes a block is written for, and whether its part after <c>{{else}}</c> is meant.</summary>
    public (IEnumerable<Scope> Scopes, bool IsElse) Rounds(Placeholder open, Scope scope)
    {
        try
        {
            switch (open.Tag)
            {
                case EachTag each:
                    var value = scope.Find(each.Path);
                    return value switch
                    {
                        ListValue { Items.Count: > 0 } items => (scope.Each(items, each.Path), false),
                        ListValue or NothingValue => ([scope], true),
                        _ => throw new FormatException($"it is {value.Kind}, where a list belongs"),
                    };
                case IfTag condition:
                    return ([scope], !condition.Condition.Holds(scope.Find(condition.Condition.Path)));
            }
        }
        catch (FormatException wrong)
        {
            Report(open, scope, wrong.Message);
        }

        return ([], false);
    }

    public bool TryPicture(Placeholder placeholder, FieldPath path, Scope scope, out PictureValue picture, out PictureFile file)
    {
        picture = new PictureValue(default);
        file = new PictureFile("", "", 1, 1, 96);
        try
        {
            var value = scope.Find(path);
            picture = value as PictureValue
                ?? throw new FormatException(value is NothingValue ? "the picture is missing" : $"it is {value.Kind}, where a picture belongs");
            if (picture.Bytes.IsEmpty)
            {
                throw new FormatException("the picture is missing");
            }

            file = PictureFile.Read(picture.Bytes.Span);
            picture = picture with { Description = Clean(picture.Description) };
            return true;
        }
        catch (FormatException wrong)
        {
            Report(placeholder, scope, wrong.Message);
            return false;
        }
    }

    /// <summary>The relationship by which a part shows a picture; a picture is stored once, however often it is shown.</summary>
    public string Show(string part, PictureValue picture, PictureFile file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(picture.Bytes.Span));
        if (!pictures.TryGetValue(hash, out var name))
        {
            var folder = Package.Kind switch { OfficeKind.Word => "word/media/", OfficeKind.PowerPoint => "ppt/media/", _ => "xl/media/" };
            name = Package.FreeName(folder, "filled", "." + file.Extension);
            Package.Add(name, picture.Bytes, file.ContentType);
            pictures.Add(hash, name);
        }

        return Package.RelationshipsOf(part).IdOf(Names.Relationship + "image", name);
    }

    /// <summary>Line breaks are one character each; what XML has no letter for is refused.</summary>
    /// <exception cref="FormatException">The text holds such a character.</exception>
    public static string Clean(string text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            var letter = text[position];
            if (char.IsHighSurrogate(letter) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
            {
                position++;
            }
            else if (!XmlConvert.IsXmlChar(letter))
            {
                throw new FormatException($"the text holds the character U+{(int)letter:X4} at position {position + 1}, which no document can hold");
            }
        }

        return text.Contains('\r', StringComparison.Ordinal) || text.Contains('\u2028', StringComparison.Ordinal)
            || text.Contains('\u2029', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n')
            : text;
    }
}
