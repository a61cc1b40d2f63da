using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>
/// The keys of ASP.NET Core's data protection, which seals the state of an outside sign-in while the person is away. In PostgreSQL, because the
/// answer may come to another replica; sealed, because whoever reads them could make up such a state. The framework asks synchronously, and seldom.
/// </summary>
internal sealed class DataProtectionKeys(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("select xml from accounts.data_protection_key order by name");
        using var reader = command.ExecuteReader();
        List<XElement> keys = [];
        while (reader.Read())
        {
            keys.Add(XElement.Parse(reader.GetString(0)));
        }

        return keys;
    }

    // Two replicas that start at once write two keys; each reads both, and both open what the other sealed.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database.CreateCommand("insert into accounts.data_protection_key (name, xml) values ($1, $2) on conflict (name) do update set xml = excluded.xml");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) });
        command.ExecuteNonQuery();
    }
}

/// <summary>Seals a key before it is stored: <c>&lt;sealed&gt;base64&lt;/sealed&gt;</c>.</summary>
internal sealed class SealedXml(SecretBox box) : IXmlEncryptor
{
    internal const string Owner = "data protection key";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", Convert.ToBase64String(box.Seal(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Owner))), typeof(OpenedXml));
}

/// <summary>Opens what <see cref="SealedXml"/> sealed; the framework makes it by the name that stands beside the key.</summary>
internal sealed class OpenedXml(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(
        Encoding.UTF8.GetString(services.GetRequiredService<SecretBox>().Open(Convert.FromBase64String(encryptedElement.Value), SealedXml.Owner)));
}
