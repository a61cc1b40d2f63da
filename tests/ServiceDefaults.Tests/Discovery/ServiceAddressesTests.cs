namespace Teg.Platform.ServiceDefaults.Tests.Discovery;

public sealed class ServiceAddressesTests
{
    private readonly ServiceAddresses addresses = new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["services:sync:http:0"] = "http://localhost:8082",
        ["services:sandbox:monday:0"] = "http://localhost:8091",
        ["services:many:http:0"] = "http://10.0.0.1:1",
        ["services:many:http:1"] = "http://10.0.0.2:2",
        ["services:safe:https:0"] = "https://localhost:8443",
    }).Build());

    [Theory]
    [InlineData("http://sync/runs?limit=5", "http://localhost:8082/runs?limit=5")]
    [InlineData("http://SYNC/a%20b", "http://localhost:8082/a%20b")]
    [InlineData("http://_monday.sandbox/v2", "http://localhost:8091/v2")]
    [InlineData("https+http://sync/", "http://localhost:8082/")]
    [InlineData("https+http://safe/", "https://localhost:8443/")]
    public void A_services_name_becomes_its_address(string asked, string found) =>
        addresses.Resolve(new Uri(asked)).AbsoluteUri.ShouldBe(found);

    [Theory]
    [InlineData("https://api.monday.com/v2")]
    [InlineData("http://localhost:5000/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]:80/")]
    public void Any_other_host_stays(string asked) => addresses.Resolve(new Uri(asked)).ShouldBe(new Uri(asked));

    [Fact]
    public void Several_addresses_take_turns() =>
        Enumerable.Range(0, 4).Select(_ => addresses.Resolve(new Uri("http://many/")).Port).ShouldBe([1, 2, 1, 2]);

    [Fact]
    public void A_name_without_an_address_says_which_variable_is_missing()
    {
        Should.Throw<HttpRequestException>(() => addresses.Resolve(new Uri("http://crm/leads"))).Message.ShouldContain("services__crm__http__0");
        Should.Throw<HttpRequestException>(() => addresses.Resolve(new Uri("http://_calendly.sandbox/"))).Message.ShouldContain("services__sandbox__calendly__0");
    }
}
