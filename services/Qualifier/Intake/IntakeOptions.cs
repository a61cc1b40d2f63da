using System.ComponentModel.DataAnnotations;

namespace Teg.Platform.Qualifier.Intake;

internal sealed class IntakeOptions : IValidatableObject
{
    public const string Section = "Qualifier";

    /// <summary>Where the outside world reaches the Gateway, without a path: https://app.example.com.</summary>
    [Required]
    public Uri? PublicAddress { get; set; }

    /// <summary>Of forms that name none; empty refuses them.</summary>
    public string? DefaultSiteKey { get; set; }

    /// <summary>From the arrival of an enquiry to its answer; the model gets what the rest leaves.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:00:30")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Of that, what remains for the disk and the way back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05")]
    public TimeSpan Reserve { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Nobody fills in a form faster.</summary>
    public TimeSpan LeastFillTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Enquiries of one network address in a window. An office shares one.</summary>
    [Range(1, 10_000_000)]
    public int PerAddress { get; set; } = 30;

    /// <summary>Enquiries of one site key in a window.</summary>
    [Range(1, 10_000_000)]
    public int PerSite { get; set; } = 600;

    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a form that is sent again gets the same answer from memory. Later, the database knows it.</summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromMinutes(10);

    [Range(1, 1_000_000)]
    public int RememberMost { get; set; } = 5_000;

    /// <summary>What is decided is written into the database together, this often.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan StoreEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return new ValidationResult($"{Section}:PublicAddress is not an http or https address such as https://app.example.com.", [nameof(PublicAddress)]);
        }

        if (AnswerWithin <= Reserve)
        {
            yield return new ValidationResult($"{Section}:AnswerWithin must be longer than {Section}:Reserve.", [nameof(AnswerWithin)]);
        }
    }
}
