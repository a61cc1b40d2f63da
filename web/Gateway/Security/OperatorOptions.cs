using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Teg.Platform.Gateway.Security;

/// <summary>Who may look at the Gateway's own health, metrics and API document besides this machine.</summary>
internal sealed class OperatorOptions : IValidatableObject
{
    public const string Section = "Operators";

    /// <summary>Such as the network Prometheus asks from: <c>172.18.0.0/16</c>.</summary>
    public IReadOnlyList<string> Networks { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Networks.Where(network => !IPNetwork.TryParse(network, out _))
            .Select(network => new ValidationResult($"{Section}:Networks has \"{network}\"; a network is written 172.18.0.0/16.", [nameof(Networks)]));
}
