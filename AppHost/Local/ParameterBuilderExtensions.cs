using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        // The environment cannot carry a hyphen in every shell, so Aspire accepts Parameters__accounts_key for accounts-key; so do we.
        string Value() => builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"]
            ?? throw new DistributedApplicationException(
                $"Parameter '{name}' has no value. Set it in AppHost/appsettings.Development.json under \"Parameters\" "
                + $"or as Parameters__{name.Replace('-', '_')}=… in the environment.");

        return builder.AddResource(new ParameterResource(name, Value, secret));
    }

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        publishValueAsDefault
            ? throw new NotSupportedException("AddParameter(publishValueAsDefault: true) is about publishing, which AppHost/Local does not do.")
            : builder.AddResource(new ParameterResource(name, () => value, secret));
}
