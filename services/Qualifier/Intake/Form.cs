using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Teg.Platform.Qualifier.Enquiries;

namespace Teg.Platform.Qualifier.Intake;

/// <summary>A form as it came: what the endpoint itself must know, the fields everybody has, and whatever else was asked.</summary>
internal sealed class Form
{
    private const int MostAnswers = 40;
    private const int LongestQuestion = 100;
    private const int LongestAnswer = 1000;

    // Spellings that websites use, without case, blanks and signs: "Project Description", "project_description", "projectDescription".
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["key"] = "key", ["sitekey"] = "key", ["hpwebsite"] = "honeypot", ["elapsed"] = "elapsed", ["submissionid"] = "submissionId",
        ["name"] = "name", ["fullname"] = "name", ["email"] = "email", ["emailaddress"] = "email", ["phone"] = "phone", ["phonenumber"] = "phone", ["tel"] = "phone",
        ["company"] = "company", ["companyname"] = "company", ["project"] = "project", ["projectdescription"] = "project", ["description"] = "project", ["message"] = "project",
        ["budget"] = "budget", ["styles"] = "styles", ["stylecount"] = "styles", ["numberofstyles"] = "styles", ["piecesperstyle"] = "piecesPerStyle", ["pieces"] = "piecesPerStyle",
        ["timeline"] = "timeline", ["utmsource"] = "utm_source", ["utmmedium"] = "utm_medium", ["utmcampaign"] = "utm_campaign", ["utmterm"] = "utm_term",
        ["utmcontent"] = "utm_content", ["gclid"] = "gclid", ["landingpage"] = "landingPage", ["consent"] = "consent", ["consenttext"] = "consentText",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> answers = new(StringComparer.Ordinal);

    public Form(IEnumerable<(string Question, string Answer)> sent)
    {
        foreach (var (question, answer) in sent)
        {
            if (Known.TryGetValue(Plain(question), out var field))
            {
                // A box that can be ticked twice arrives twice.
                fields[field] = fields.TryGetValue(field, out var before) && before.Length > 0 ? $"{before}, {answer}" : answer;
            }
            else
            {
                Keep(Text.Cut(Text.Line(question), LongestQuestion), Text.Line(answer));
            }
        }
    }

    public string? Key => Of("key");

    /// <summary>People do not see this field, so only a machine fills it in.</summary>
    public bool HasHoneypot => !string.IsNullOrWhiteSpace(Of("honeypot"));

    /// <summary>From the form's appearance to its sending, as the page's script measured it.</summary>
    public TimeSpan? Elapsed =>
        long.TryParse(Of("elapsed"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 31_536_000_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    /// <returns>The enquiry, or by field what must be corrected.</returns>
    public (Enquiry? Enquiry, Dictionary<string, string[]> Errors) Read(Guid orgId, Guid siteKeyId, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var name = Line("name", 200, errors);
        var email = Email(errors);
        var phone = Line("phone", 60, errors);
        if (name is null)
        {
            errors.TryAdd("name", ["Write your name."]);
        }

        if (email is null && phone is null)
        {
            errors.TryAdd("email", ["Write an e-mail address or a phone number, so that you can be answered."]);
        }

        var landingPage = Clean("landingPage");
        if (landingPage is not null && !(Uri.TryCreate(landingPage, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"))
        {
            errors.TryAdd("landingPage", ["The landing page must be an http or https address."]);
        }

        var enquiry = new Enquiry(
            orgId, Guid.Empty, "", EnquiryOrigin.Website, siteKeyId, now, name ?? "", email, phone, Line("company", 200, errors), Project(errors),
            Line("budget", 200, errors), Line("styles", 200, errors), Line("piecesPerStyle", 200, errors), Line("timeline", 200, errors),
            // Where somebody came from is said by an address that anybody may have lengthened; no lead is lost over it.
            Short("utm_source"), Short("utm_medium"), Short("utm_campaign"), Short("utm_term"), Short("utm_content"), Short("gclid"),
            landingPage is null ? null : Text.Cut(landingPage, 2000), new Dictionary<string, string>(answers, StringComparer.Ordinal), Consent(now));
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        var digest = Digest(enquiry);
        return (enquiry with { Submission = Convert.ToHexStringLower(digest), Id = IdOf(orgId, digest), LeadIdentity = enquiry.Email?.ToLowerInvariant() ?? Convert.ToHexStringLower(digest) }, errors);
    }

    // What a person wrote, and nothing that changes when it is sent again: not the time, not how long it took, not the campaign in the address.
    private static byte[] Digest(Enquiry enquiry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        hash.AppendData(enquiry.OrgId.ToByteArray(bigEndian: true));
        Add(enquiry.Name, length);
        Add(enquiry.Email?.ToLowerInvariant(), length);
        Add(enquiry.Phone, length);
        Add(enquiry.Company, length);
        Add(enquiry.Project, length);
        Add(enquiry.Budget, length);
        Add(enquiry.Styles, length);
        Add(enquiry.PiecesPerStyle, length);
        Add(enquiry.Timeline, length);
        foreach (var (question, answer) in enquiry.Answers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Add(question, length);
            Add(answer, length);
        }

        return hash.GetHashAndReset();

        // Lengths keep "ab" + "c" from being "a" + "bc".
        void Add(string? text, Span<byte> size)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(size, text is null ? -1 : bytes.Length);
            hash.AppendData(size);
            hash.AppendData(bytes);
        }
    }

    // The organisation is within the digest. Version 8: a UUID whose bits are our own business (RFC 9562).
    private static Guid IdOf(Guid orgId, ReadOnlySpan<byte> digest)
    {
        Span<byte> bytes = stackalloc byte[48];
        orgId.TryWriteBytes(bytes, bigEndian: true, out _);
        digest.CopyTo(bytes[16..]);
        Span<byte> id = stackalloc byte[32];
        SHA256.HashData(bytes, id);
        id[6] = (byte)((id[6] & 0x0f) | 0x80);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id[..16], bigEndian: true);
    }

    private static string Plain(string question) => string.Concat(question.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private void Keep(string question, string answer)
    {
        if (question.Length == 0 || answer.Length == 0 || (answers.Count == MostAnswers && !answers.ContainsKey(question)))
        {
            return;
        }

        answers[question] = Text.Cut(answers.TryGetValue(question, out var before) ? $"{before}, {answer}" : answer, LongestAnswer);
    }

    private string? Of(string field) => fields.GetValueOrDefault(field);

    private string? Clean(string field) => Of(field) is { } sent && Text.Line(sent) is { Length: > 0 } line ? line : null;

    private string? Short(string field) => Clean(field) is { } line ? Text.Cut(line, 300) : null;

    private string? Line(string field, int longest, Dictionary<string, string[]> errors)
    {
        var line = Clean(field);
        if (line?.Length > longest)
        {
            errors.TryAdd(field, [$"At most {longest} characters."]);
        }

        return line;
    }

    private string? Email(Dictionary<string, string[]> errors)
    {
        if (Of("email")?.Trim(' ') is not { Length: > 0 } email)
        {
            return null;
        }

        // Unlike a name, an address is not mended: what is left of "a@b.example\r\nBcc: …" would be somebody else's.
        if (!EmailAddress.IsOne(email))
        {
            errors.TryAdd("email", ["This is not an e-mail address."]);
        }

        return email;
    }

    private string? Project(Dictionary<string, string[]> errors)
    {
        const int Longest = 8000;
        var project = Of("project") is { } sent && Text.Lines(sent) is { Length: > 0 } lines ? lines : null;
        if (project?.Length > Longest)
        {
            errors.TryAdd("project", [$"At most {Longest} characters."]);
        }

        return project;
    }

    private Consent? Consent(DateTimeOffset now)
    {
        var text = Clean("consentText");
        return Clean("consent") is { } given
            ? new Consent(given.ToLowerInvariant() is "yes" or "true" or "on" or "1", text is null ? null : Text.Cut(text, 1000), now)
            : null;
    }
}
