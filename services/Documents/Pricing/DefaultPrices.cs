namespace Teg.Platform.Documents.Pricing;

internal sealed partial record PriceList
{
    /// <summary>What an organisation starts with: believable prices of a couture development house for 2025. It is meant to be changed.</summary>
    public static PriceList Default { get; } = new(
        "Development prices 2025",
        "USD",
        // Whose address and signature these are only the organisation can say.
        new HouseWords(null, null, null, null, null, null, null, null, null, null, null, null),
        [
            new("simple", "Simple", 1.00m, "Up to 6 pattern pieces, one fabric"),
            new("moderate", "Moderate", 1.25m, "Up to 14 pieces, lining or one special finish"),
            new("advanced", "Advanced", 1.60m, "Tailoring, performance bonding, several fabrics"),
            new("couture", "Couture", 2.25m, "Corsetry, hand embellishment, made to measure"),
        ],
        [
            new("line-plan", "Line plan and mood boards", "Design", "collection", 1850m, "Silhouettes, colour story and price architecture for one collection"),
            new("design-consultation", "Design consultation", "Design", "hour", 225m, "With the creative director, on site or by video"),
            new("design-review", "Design review", "Design", "session", 450m, "Two hours with the pattern and sewing leads before patterns are cut"),
            new("technical-sketch", "Technical sketch", "Design", "style", 185m, "Front, back and details, to scale"),
            new("tech-pack", "Tech pack", "Design", "style", 650m, "Measurements, construction, bill of materials and colourways"),
            new("costing-sheet", "Costing sheet", "Design", "style", 275m, "Landed cost at three quantities"),

            new("first-pattern", "First pattern", "Patterns", "style", 875m, "Drafted by hand or in CAD from the approved sketch"),
            new("draping", "Draping on the stand", "Patterns", "style", 1150m, "For silhouettes that cannot be drafted flat"),
            new("pattern-correction", "Pattern correction", "Patterns", "round", 295m, "After a fitting"),
            new("grading", "Grading", "Patterns", "size", 68m, "Each size beyond the base size"),
            new("marker", "Marker making", "Patterns", "marker", 165m, "Fabric use for one width"),

            new("toile", "Toile in muslin", "Samples", "piece", 620m, "First three-dimensional proof of the pattern"),
            new("first-sample", "First sample", "Samples", "piece", 1250m, "In the intended fabric and trims"),
            new("corrected-sample", "Corrected sample", "Samples", "piece", 975m, "After fit comments"),
            new("sales-sample", "Sales sample", "Samples", "piece", 780m, "From approved patterns; three pieces or more", [new(3, 695m), new(10, 610m)]),
            new("photo-sample", "Photo sample", "Samples", "piece", 840m, "Pressed, steamed and delivered to the shoot"),

            new("fabric-sourcing", "Fabric sourcing", "Materials", "story", 950m, "Up to twelve swatches with prices, minimums and lead times"),
            new("trim-sourcing", "Trim and hardware sourcing", "Materials", "story", 480m, "Closures, elastics, labels"),
            new("lab-dip", "Lab dip", "Materials", "colour", 145m, "Three shades to choose from"),
            new("fabric-test", "Fabric test", "Materials", "test", 220m, "Shrinkage, colour fastness, pilling or stretch recovery"),
            new("print-development", "Print development", "Materials", "artwork", 850m, "Repeat, colour separation and strike-off"),
            new("embroidery-development", "Embroidery development", "Materials", "motif", 1400m, "Drawing, stitch programme and two swatches"),

            new("fitting", "Fitting", "Fittings", "session", 525m, "With pattern maker and written comments; model not included"),
            new("fit-model", "Fit model", "Fittings", "hour", 180m, "Two hours at least"),
            new("bridal-fitting", "Private bridal fitting", "Fittings", "session", 690m, "In the salon, with the atelier lead"),

            new("production-setup", "Production set-up", "Production", "style", 750m, "Size set, sewing instructions and line trial"),
            new("cut-sew", "Cut and sew", "Production", "piece", 185m, "Made in the atelier; by quantity of one style", [new(25, 148.5m), new(100, 118.75m), new(200, 104.25m)]),
            new("couture-make", "Couture make", "Production", "piece", 1480m, "By one pair of hands from cutting to finishing"),
            new("inspection", "Inspection", "Production", "piece", 12.5m, "Every piece, against the approved sample"),
            new("labels-packaging", "Labels and packaging", "Production", "piece", 9.75m, "Care and brand label, tissue, garment bag"),
            new("garment-dyeing", "Garment dyeing", "Production", "piece", 27.4m, "By colour lot of twenty pieces or more"),
        ],
        [
            new(
                "essential",
                "Essential",
                "From sketch to a first sample that can be fitted.",
                3450m,
                [new("tech-pack", 1), new("first-pattern", 1), new("toile", 1), new("fitting", 1), new("first-sample", 1)]),
            new(
                "signature",
                "Signature",
                "Two rounds of sampling and a graded pattern, ready for production.",
                5250m,
                [
                    new("tech-pack", 1), new("costing-sheet", 1), new("first-pattern", 1), new("pattern-correction", 1), new("toile", 1), new("first-sample", 1),
                    new("corrected-sample", 1), new("fitting", 2), new("grading", 6),
                ]),
            new(
                "couture-collection",
                "Couture Collection",
                "The whole atelier on a style: draped, reviewed, sampled and photographed.",
                8900m,
                [
                    new("design-review", 1), new("tech-pack", 1), new("costing-sheet", 1), new("draping", 1), new("first-pattern", 1), new("pattern-correction", 2),
                    new("toile", 2), new("first-sample", 1), new("corrected-sample", 1), new("photo-sample", 1), new("fitting", 3), new("grading", 8),
                ]),
        ],
        [
            new(
                "design",
                "Design",
                "We listen first, then draw.",
                ["Line plan and mood boards", "Technical sketches to scale", "Tech packs a factory can follow"]),
            new(
                "patterns",
                "Patterns",
                "Fit is decided on the table.",
                ["Drafted or draped by hand", "Toiles in muslin", "Grading across your size range"]),
            new(
                "materials",
                "Materials",
                "Cloth from mills we know by name.",
                ["Fabric and trim sourcing", "Lab dips and strike-offs", "Testing before cutting"]),
            new(
                "sampling",
                "Sampling",
                "One sample room, one standard.",
                ["First and corrected samples", "Fittings with written comments", "Sales and photo samples"]),
            new(
                "production",
                "Production",
                "From one piece to three hundred a style.",
                ["Cut and sewn in the atelier", "Every piece inspected", "Labelled, pressed and packed"]),
            new(
                "launch",
                "Launch",
                "Ready for the first appointment.",
                ["Costing at three quantities", "Line sheets and photo samples", "A calendar that holds"]),
        ]);
}
