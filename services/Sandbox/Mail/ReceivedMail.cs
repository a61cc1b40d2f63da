using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Teg.Platform.Sandbox.Mail;

/// <param name="Text">Headers and body as they came over the line.</param>
internal sealed partial record ReceivedMail(IReadOnlyList<string> Recipients, string Text, DateTimeOffset At)
{
    /// <summary>As a person reads it.</summary>
    public ReadableMail Read()
    {
        var part = Part.Of(Text.ReplaceLineEndings("\n"));
        var leaves = part.Leaves().ToList();
        var plain = leaves.Find(leaf => leaf.Is("text/plain"))?.Content ?? leaves[0].Content;
        return new ReadableMail(
            At, Recipients, Words(part.Header("Subject")), plain.TrimEnd(), leaves.Find(leaf => leaf.Is("text/html"))?.Content,
            [.. Link().Matches(plain).Select(match => match.Value).Distinct(StringComparer.Ordinal)]);
    }

    // RFC 2047: "=?utf-8?B?…?=", one or more.
    private static string Words(string header) => EncodedWord().Replace(header, match => match.Groups["how"].Value is "B" or "b"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["text"].Value))
        : QuotedPrintable(match.Groups["text"].Value.Replace('_', ' ')));

    private static string QuotedPrintable(string text)
    {
        text = text.Replace("=\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=' && at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                at += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, at, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"https?://[^\s""<>]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"=\?utf-8\?(?<how>[BbQq])\?(?<text>[^?]*)\?=\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"boundary=""?(?<text>[^"";\s]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();

    /// <summary>A part of a MIME message: its headers, and its text or its parts.</summary>
    private sealed record Part(string Headers, string Body)
    {
        public static Part Of(string text)
        {
            var end = text.IndexOf("\n\n", StringComparison.Ordinal);
            // A header goes on in the next line when that begins with a blank.
            return end < 0 ? new Part("", text) : new Part(text[..end].Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal), text[(end + 2)..]);
        }

        public string Content => Header("Content-Transfer-Encoding").ToLowerInvariant() switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(Body.Replace("\n", "", StringComparison.Ordinal).Trim())),
            "quoted-printable" => QuotedPrintable(Body),
            _ => Body,
        };

        public bool Is(string type) => Header("Content-Type").StartsWith(type, StringComparison.OrdinalIgnoreCase);

        public string Header(string name) => Headers.Split('\n')
            .FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";

        public IEnumerable<Part> Leaves() => Boundary().Match(Header("Content-Type")) is { Success: true } boundary
            ? Body.Split($"--{boundary.Groups["text"].Value}").Skip(1).Where(part => !part.StartsWith("--", StringComparison.Ordinal))
                .SelectMany(part => Of(part.TrimStart('\n')).Leaves())
            : [this];
    }
}

/// <param name="Text">The plain part.</param>
/// <param name="Links">The addresses in it, in their order.</param>
internal sealed record ReadableMail(DateTimeOffset At, IReadOnlyList<string> To, string Subject, string Text, string? Html, IReadOnlyList<string> Links);
