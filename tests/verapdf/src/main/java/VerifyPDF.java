import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Holds every file it is given against PDF/UA-1 and PDF/A-2a, and says each
 * rule that is broken. Ends with 1 if there is any.
 */
public class VerifyPDF {
    private static final PDFAFlavour[] STANDARDS = {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A};

    public static void main(String[] files) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        int failed = 0;
        long checks = 0;
        for (String file : files) {
            for (PDFAFlavour standard : STANDARDS) {
                Map<String, Integer> broken = new TreeMap<>();
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), standard);
                        PDFAValidator validator = Foundries.defaultInstance().createValidator(standard, 20, false, true, false)) {
                    ValidationResult result = validator.validate(parser);
                    checks += result.getTotalAssertions();
                    for (TestAssertion assertion : result.getTestAssertions()) {
                        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                            broken.merge(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " "
                                    + assertion.getMessage() + " at " + assertion.getLocation().getContext(), 1, Integer::sum);
                        }
                    }
                    if (!result.isCompliant() && broken.isEmpty()) {
                        broken.put("not compliant", 1);
                    }
                } catch (Exception e) {
                    broken.put("cannot be read: " + e, 1);
                }
                if (!broken.isEmpty()) {
                    failed++;
                    System.out.println(file + " does not keep " + standard.getId() + ":");
                    broken.forEach((rule, times) -> System.out.println("  " + rule + (times > 1 ? " (" + times + " times)" : "")));
                }
            }
        }
        System.out.println(files.length + " files, " + checks + " checks, " + failed + " failed");
        System.exit(failed == 0 && files.length > 0 ? 0 : 1);
    }
}
