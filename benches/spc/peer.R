# The limits of `bellwether spc` restated with dplyr, to measure beside it.
#
# usage: Rscript peer.R series.csv judged.csv
#
# Mean, mean moving range screened once at 3.267, limits at 2.66, and whether a point is beyond
# them. Trends, shifts and two in three are left out, which favours this side.
suppressPackageStartupMessages(library(dplyr))

files <- commandArgs(trailingOnly = TRUE)
input <- read.csv(files[1], colClasses = c("character", "character", "numeric"))

screened <- function(values) {
  ranges <- abs(diff(values))
  mean(ranges[ranges < 3.267 * mean(ranges)])
}

judged <- input |>
  arrange(series, date) |>
  group_by(series) |>
  mutate(
    mean = mean(value),
    range = screened(value),
    lower = mean - 2.66 * range,
    upper = mean + 2.66 * range,
    outside = sign((value > upper) - (value < lower))
  ) |>
  ungroup() |>
  select(-range)

write.csv(judged, files[2], row.names = FALSE, quote = FALSE)
