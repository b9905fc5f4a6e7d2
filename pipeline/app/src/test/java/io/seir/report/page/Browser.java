package io.seir.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, with every request it makes written down. */
public final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Where Chromium and its driver are, as Debian installs them. */
  private static Optional<Path> found(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether there is one on this machine. */
  public static boolean isHere() {
    return found("chromium").isPresent() && found("chromedriver").isPresent();
  }

  /** Starts one. */
  public static Browser start(int width, int height) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(found("chromium").orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=" + width + "," + height);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(found("chromedriver").orElseThrow().toFile())
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Opens a page from a file. */
  public void open(Path page, String fragment) {
    driver.get("about:blank");
    driver.get(page.toUri() + fragment);
  }

  /** Goes elsewhere within the page. */
  public void go(String fragment) {
    run("location.hash = arguments[0]", fragment);
  }

  public Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** Waits for an element with a text. */
  public WebElement await(String css, String text) {
    return new WebDriverWait(driver, PATIENCE)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(
            (WebDriver page) ->
                page.findElements(By.cssSelector(css)).stream()
                    .filter(element -> element.getText().contains(text))
                    .findFirst()
                    .orElse(null));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public WebElement one(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  /** Types to whatever has the focus. */
  public void press(CharSequence keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Moves the pointer to a place of an element, in pixels from its upper left corner. */
  public void pointAt(WebElement element, double x, double y) {
    at(element, x, y).perform();
  }

  /** Clicks at a place of an element, in pixels from its upper left corner. */
  public void clickAt(WebElement element, double x, double y) {
    at(element, x, y).click().perform();
  }

  private Actions at(WebElement element, double x, double y) {
    int dx = (int) Math.round(x - element.getSize().getWidth() / 2.0);
    int dy = (int) Math.round(y - element.getSize().getHeight() / 2.0);
    return new Actions(driver).moveToElement(element, dx, dy);
  }

  public byte[] picture() {
    return driver.getScreenshotAs(org.openqa.selenium.OutputType.BYTES);
  }

  /** Shows it as to one who prefers dark. */
  public void dark() {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
  }

  public void resize(int width, int height) {
    driver.manage().window().setSize(new org.openqa.selenium.Dimension(width, height));
  }

  /** Every address that was asked for since the last time. */
  public List<String> requests() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = new ObjectMapper().readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(message.path("params").path("request").path("url").asText());
      }
    }
    return addresses;
  }

  /** What the page complained of. */
  public List<String> complaints() {
    List<String> found = new ArrayList<>();
    driver.manage().logs().get(LogType.BROWSER).forEach(entry -> found.add(entry.getMessage()));
    return found;
  }

  @Override
  public void close() {
    driver.quit();
  }
}
