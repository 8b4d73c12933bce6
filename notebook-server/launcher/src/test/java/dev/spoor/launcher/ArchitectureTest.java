package dev.spoor.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The map of the house: the rank list and the never arrows.
class ArchitectureTest {
  /// A server package may use only packages above it in this list.
  static final List<String> RANKS =
      List.of(
          "error",
          "database",
          "identity",
          "audit",
          "access",
          "certificate",
          "client",
          "artifact",
          "delivery",
          "event",
          "ingest",
          "query",
          "alert",
          "detection",
          "monitoring",
          "flow",
          "hunt",
          "proof",
          "notebook",
          "schedule",
          "http");

  private static final String SERVER = "dev.spoor.server.";

  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.spoor");
  }

  static List<String> ranks() {
    return RANKS.stream().filter(rank -> !in(rank).isEmpty()).toList();
  }

  private static Set<String> in(String rank) {
    if (house == null) {
      readTheHouse();
    }
    return house.stream()
        .filter(c -> c.getPackageName().startsWith(SERVER))
        .filter(c -> first(c).equals(rank))
        .map(JavaClass::getName)
        .collect(Collectors.toSet());
  }

  private static String first(JavaClass c) {
    String rest = c.getPackageName().substring(SERVER.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void usesOnlyLowerRanks(String rank) {
    String[] higher =
        RANKS.subList(RANKS.indexOf(rank) + 1, RANKS.size()).stream()
            .map(r -> SERVER + r + "..")
            .toArray(String[]::new);
    if (higher.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(SERVER + rank + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(higher)
          .check(house);
    }
  }

  @Test
  void everyServerPackageHasARank() {
    Set<String> unranked = new TreeSet<>();
    for (JavaClass c : house) {
      if (c.getPackageName().startsWith(SERVER) && !RANKS.contains(first(c))) {
        unranked.add(c.getName());
      }
    }
    assertThat(unranked).isEmpty();
  }

  @Test
  void eachLibraryHasOneHome() {
    only("org.apache.lucene..", resideInAPackage("dev.spoor.server.event.lucene.."));
    only("com.github.luben..", resideInAPackage("dev.spoor.server.event.lucene.."));
    only(
        "io.vertx..",
        resideInAPackage("dev.spoor.server.http..").or(resideInAPackage("dev.spoor.launcher..")));
    only("com.vaadin..", resideInAPackage("dev.spoor.web.."));
    only(
        "com.sun.jna..",
        resideInAPackage("dev.spoor.agent.jna..").or(resideInAPackage("dev.spoor.agent.source..")));
    only(
        "java.sql..",
        resideInAPackage("dev.spoor.server.database..").or(simpleNameStartingWith("Sql")));
  }

  private static void only(String library, DescribedPredicate<? super JavaClass> home) {
    noClasses()
        .that(DescribedPredicate.not(home))
        .and()
        .resideInAPackage("dev.spoor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(house);
  }

  @Test
  void sharedModulesKnowNothingAboveThem() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.spoor.vql..", "dev.spoor.wire..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.spoor..")
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.vql..")))
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.wire.."))))
        .check(house);
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.spoor.server..", "dev.spoor.web..", "dev.spoor.launcher..")
        .check(house);
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.spoor.web..", "dev.spoor.agent..", "dev.spoor.launcher..")
        .check(house);
  }

  @Test
  void theEventLogParserKnowsNothingOfTheLanguage() {
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.evtx")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.spoor.evtx.plugin..", "dev.spoor.vql..")
        .check(house);
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.evtx..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.spoor..")
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.vql..")))
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.evtx.."))))
        .check(house);
  }

  @Test
  void nothingInsideVqlUsesItsEntryPoint() {
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.vql.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.spoor.vql")
        .check(house);
  }

  @Test
  void pagesSpeakToFeaturesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.web..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.spoor.server.http..",
            "dev.spoor.server.ingest..",
            "dev.spoor.server.database..",
            "dev.spoor.server.event.lucene..")
        .check(house);
    noClasses()
        .that()
        .resideInAPackage("dev.spoor.web..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.spoor.vql..")
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.vql.value")))
                .and(DescribedPredicate.not(resideInAPackage("dev.spoor.vql.syntax"))))
        .check(house);
  }

  @Test
  void onlyMainsReadTheWallClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.spoor.launcher..")
        .and()
        .doNotHaveSimpleName("AgentMain")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(house);
  }

  @Test
  void everyPublicTypeOfThePagesThatIsAViewIsHidden() {
    classes()
        .that()
        .resideInAPackage("dev.spoor.web..")
        .and()
        .haveSimpleNameEndingWith("View")
        .should()
        .notBePublic()
        .allowEmptyShould(true)
        .check(house);
  }
}
